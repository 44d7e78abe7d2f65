namespace Mmva.CustomEncoders.Tests;

/// <summary>A clock on which every wait is over at once.</summary>
internal sealed class Impatience : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
}
