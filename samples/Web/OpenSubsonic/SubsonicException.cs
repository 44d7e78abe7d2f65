namespace Web.OpenSubsonic;

/// <summary>A request that fails with a code of the Subsonic API.</summary>
internal sealed class SubsonicException(int code, string message) : Exception(message)
{
    public const int Generic = 0, MissingParameter = 10, NotFound = 70;

    public int Code => code;
}
