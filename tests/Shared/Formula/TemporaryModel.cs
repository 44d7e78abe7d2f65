namespace Mmva.TestSupport;

/// <summary>A temporary folder with a model of formula weights; deleted at the end.</summary>
internal sealed class TemporaryModel : IDisposable
{
    public TemporaryModel(string config, IEnumerable<(string Key, int[] Shape)> keys) => FormulaModel.Write(Path, config, keys);

    public string Path { get; } = Directory.CreateTempSubdirectory("mmva-model-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
