using System.Globalization;
using System.Text;

namespace Mmva.Training;

/// <summary>The rows of <c>log.csv</c> as text.</summary>
internal static class EpochTable
{
    public const string FileName = "log.csv";

    public const string Header =
        "epoch,step,learning_rate,image_loss,music_loss,caption_loss,similarity_loss,total_loss,validation_score,seconds\n";

    private const int Columns = 10;

    /// <param name="row">The row.</param>
    /// <param name="similarityHead">Without a similarity head, its loss is empty.</param>
    public static byte[] Line(EpochRow row, bool similarityHead)
    {
        var (loss, score) = (row.Loss, row.ValidationScore);
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Epoch},{row.Step},{row.LearningRate:R},{loss.Image:R},{loss.Music:R},{loss.Caption:R},"
            + $"{(similarityHead ? loss.Similarity : null):R},{loss.Total:R},{score:R},{row.Seconds:F3}\n"));
    }

    /// <summary>Reads the rows up to an epoch.</summary>
    /// <returns>The rows, and the length in bytes of the header and these rows; 0 if there is not even a header.</returns>
    /// <exception cref="MmvaException">The file is not a log, or a line of it is damaged.</exception>
    public static (List<EpochRow> Rows, long Length) Read(string path, Stream stream, int lastEpoch)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var text = reader.ReadToEnd();
        var rows = new List<EpochRow>();
        // a killed process leaves the beginning of a line, or of the header
        if (Header.StartsWith(text, StringComparison.Ordinal) && text.Length < Header.Length) return (rows, 0);
        if (!text.StartsWith(Header, StringComparison.Ordinal)) throw new MmvaException($"{path}: is not the log of a training run.");
        var (start, number) = (Header.Length, 2);
        for (int end; (end = text.IndexOf('\n', start)) >= 0; start = end + 1, number++)
        {
            var row = Parse(text[start..end]);
            if (row is null || row.Value.Epoch <= (rows.Count > 0 ? rows[^1].Epoch : 0))
                throw new MmvaException($"{path}, line {number}: is damaged. Delete the log, or choose another folder for it.");
            if (row.Value.Epoch > lastEpoch) break;
            rows.Add(row.Value);
        }
        return (rows, start);
    }

    private static EpochRow? Parse(string line)
    {
        var fields = line.Split(',');
        if (fields.Length != Columns) return null;
        var numbers = new double?[Columns];
        for (var i = 0; i < Columns; i++)
        {
            if (fields[i].Length == 0 && i is 6 or 8) continue;
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
            numbers[i] = number;
        }
        return numbers is [{ } epoch, { } step, { } rate, { } image, { } music, { } caption, var similarity, { } total, var score, { } seconds]
            ? new((int)epoch, (long)step, rate, new(image, music, caption, similarity ?? 0, total), score, seconds)
            : null;
    }
}
