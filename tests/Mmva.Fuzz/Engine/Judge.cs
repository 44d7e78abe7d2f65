namespace Mmva.Fuzz.Engine;

/// <summary>Runs one input and judges what happens: exceptions that are not documented, and bytes allocated.</summary>
internal sealed class Judge(FuzzTarget target)
{
    /// <summary>What an input may allocate: ten times its size, and this.</summary>
    public const long FreeBytes = 64 << 20;

    private const int LongestMessage = 16 << 10;

    public bool IsRefused { get; private set; }

    public long Allocated { get; private set; }

    /// <summary>The processor time of the last input.</summary>
    public long Microseconds { get; private set; }

    public static long Limit(int length) => 10L * length + FreeBytes;

    public Finding? Run(byte[] input)
    {
        IsRefused = false;
        Exception? thrown = null;
        var before = GC.GetTotalAllocatedBytes();
        var start = Environment.CpuUsage.TotalTime;
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            thrown = e;
        }
        Microseconds = (long)(Environment.CpuUsage.TotalTime - start).TotalMicroseconds;
        Allocated = GC.GetTotalAllocatedBytes() - before;
        if (thrown is not null)
        {
            if (!target.IsRefusal(thrown)) return Finding.Of(thrown);
            if (thrown.Message.Length is 0 or > LongestMessage)
                return new("message", $"{thrown.GetType()} with a message of {thrown.Message.Length} characters\n{thrown.StackTrace}");
            IsRefused = true;
        }
        return Allocated > Limit(input.Length)
            ? new("allocation", $"more than ten times the input and 64 MB\n{Allocated} bytes for an input of {input.Length}")
            : null;
    }
}
