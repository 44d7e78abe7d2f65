namespace Mmva.Fuzz.Engine;

/// <summary>Several readers of the same input: each reads it, whether or not another one refuses it.</summary>
internal static class Several
{
    public static void Run(Func<Exception, bool> isRefusal, params ReadOnlySpan<Action> readers)
    {
        Exception? refusal = null;
        var refused = 0;
        foreach (var read in readers)
        {
            try
            {
                read();
            }
            catch (Exception e) when (isRefusal(e))
            {
                refusal = e;
                refused++;
            }
        }
        if (refused == readers.Length) throw refusal!;
    }

    public static void Run(params ReadOnlySpan<Action> readers) => Run(e => e is MmvaException, readers);
}
