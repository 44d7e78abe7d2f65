namespace Mmva.PostgreSql;

/// <summary>The history of the tables.</summary>
internal static class Migrations
{
    /// <summary>Step i leads from version i to i + 1. A released step is never changed: changes are new steps at the end.</summary>
    public static IReadOnlyList<string> Of(TableNames names) => [FirstTables(names), Writes(names)];

    // The key is the SHA-256 of the id: an id of 1,024 characters can exceed the limit of a B-tree.
    // One nearest-neighbor index per modality: each item is in one of them, and a search over all modalities merges the three.
    // EXTERNAL: the values of an embedding cannot be compressed.
    private static string FirstTables(TableNames names) => $"""
        CREATE TABLE {names.Items} (
            key bytea PRIMARY KEY,
            id text NOT NULL,
            modality smallint NOT NULL,
            place point NOT NULL,
            payload text,
            embedding bytea
        );
        ALTER TABLE {names.Items} ALTER COLUMN embedding SET STORAGE EXTERNAL;
        COMMENT ON COLUMN {names.Items}.key IS 'SHA-256 of the id in UTF-8';
        COMMENT ON COLUMN {names.Items}.modality IS '0 image, 1 music, 2 caption';
        COMMENT ON COLUMN {names.Items}.place IS '(valence, arousal)';
        COMMENT ON COLUMN {names.Items}.embedding IS 'little-endian 32-bit floats';
        {string.Join('\n', Enum.GetValues<Modality>().Select(modality =>
            $"CREATE INDEX {names.TreeOf(modality)} ON {names.Items} USING gist (place) WHERE modality = {(short)modality};"))}
        """;

    private static string Writes(TableNames names) => $"""
        CREATE TABLE {names.Writes} (id uuid PRIMARY KEY);
        COMMENT ON TABLE {names.Writes} IS 'writes whose answer may not have arrived at their process';
        """;
}
