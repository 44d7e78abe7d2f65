using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Training;

namespace Mmva.Tests.Training.Logs;

public sealed class TrainingLogTests : IDisposable
{
    private const string Table = "log.csv";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-log").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Log => Path.Combine(_folder, "log");

    private string Checkpoint => Path.Combine(_folder, "checkpoint");

    [Fact]
    public void The_checksum_is_crc_32c()
    {
        EventReader.Crc("123456789"u8).Should().Be(0xe3069283);
        var random = new Random(1);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 31, 64 })
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var crc = EventReader.Crc(bytes);
            EventRecord.Checksum(bytes).Should().Be(unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u));
        }
    }

    [Fact]
    public void Every_epoch_is_in_the_table_and_in_the_events_and_on_the_page()
    {
        var reports = new List<TrainingProgress>();
        using (var trainer = Trainer())
        using (var log = TrainingLog.Open(Log, trainer, new Callback(reports.Add), trivialScore: 0.5))
        {
            trainer.Train(log);
            log.Failure.Should().BeNull();
        }

        var ends = reports.Where(report => report.Step == report.Epoch * 4).ToList();
        ends.Should().HaveCount(9);
        var rows = Rows();
        rows[0].Should().Be(
            "epoch,step,learning_rate,image_loss,music_loss,caption_loss,similarity_loss,total_loss,validation_score,seconds");
        for (var i = 0; i < 9; i++)
        {
            var fields = rows[i + 1].Split(',');
            double[] numbers = [.. fields.Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            var (end, loss) = (ends[i], ends[i].Loss);
            numbers[..9].Should().Equal(
                end.Epoch, end.Step, end.LearningRate, loss.Image, loss.Music, loss.Caption, loss.Similarity, loss.Total, end.ValidationScore!.Value);
            numbers[9].Should().BeGreaterThan(0);
        }

        var events = EventReader.Read(EventFile());
        (events[0].FileVersion, events[0].Step).Should().Be(("brain.Event:2", 0));
        Path.GetFileName(EventFile()).Should().MatchRegex(@"^events\.out\.tfevents\.\d{10}\.mmva$");
        events.Skip(1).Select(e => e.Step).Should().Equal(ends.Select(end => end.Step));
        var last = events[^1].Summary.Value.ToDictionary(value => value.Tag, value => value.SimpleValue);
        last.Keys.Should().BeEquivalentTo(
            "loss/total", "loss/image", "loss/music", "loss/caption", "loss/similarity", "learning_rate", "epoch", "validation/score");
        last["loss/total"].Should().Be((float)ends[^1].Loss.Total);
        last["validation/score"].Should().Be((float)ends[^1].ValidationScore!.Value);
        DateTimeOffset.FromUnixTimeSeconds((long)events[^1].WallTime).Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));

        var page = File.ReadAllText(Path.Combine(Log, "curves.html"));
        page.Should().Contain("Finished after 9 epochs").And.Contain("similarity").And.Contain("trivial predictor 0.5")
            .And.NotContain("http://").And.NotContain("https://").And.NotContain("{{").And.NotContain("http-equiv=\"refresh\"");
        Directory.GetFiles(Log).Select(Path.GetFileName).Should().HaveCount(4, "nothing else is left: table, events, page, run.json");
    }

    [Theory]
    [InlineData(17, 4)] // killed in an epoch after the checkpoint
    [InlineData(16, 4)] // between the report and the checkpoint of epoch 4, which is the fourth
    [InlineData(3, 0)] // before the first checkpoint
    public void After_a_kill_every_epoch_is_there_once(int killedAt, int checkpointAfter)
    {
        string[] whole = [.. Finish(Path.Combine(_folder, "whole"), Trainer()).Select(WithoutTime)];
        File.Delete(Checkpoint);

        using (var killed = Trainer())
        using (var log = TrainingLog.Open(Log, killed))
        {
            var act = () => killed.Train(new Callback(report =>
            {
                log.Report(report);
                if (report.Step == checkpointAfter * 4 && checkpointAfter > 0 && report.Step < killedAt) killed.SaveCheckpoint(Checkpoint);
                if (report.Step >= killedAt) throw new TimeoutException("killed");
            }));
            act.Should().Throw<TimeoutException>();
        }
        // what a killed process can leave at the ends of the files
        File.AppendAllText(Path.Combine(Log, Table), "7,28,0.00");
        File.AppendAllText(EventFile(), "cut");

        var resumed = Trainer();
        if (File.Exists(Checkpoint)) resumed.Resume(Checkpoint);

        Finish(Log, resumed).Select(WithoutTime).Should().Equal(whole);
        EventReader.Read(EventFile()).Skip(1).Select(e => e.Step).Should().Equal(Enumerable.Range(1, 9).Select(epoch => epoch * 4L));
    }

    [Fact]
    public void A_run_that_is_resumed_in_the_middle_of_an_epoch_logs_its_whole_loss()
    {
        string[] whole = [.. Finish(Path.Combine(_folder, "whole"), Trainer()).Select(WithoutTime)];
        File.Delete(Checkpoint);
        using (var stopped = Trainer())
        using (var log = TrainingLog.Open(Log, stopped))
        {
            var act = () => stopped.Train(new Callback(report =>
            {
                log.Report(report);
                if (report.Step == 8) throw new TimeoutException();
            }));
            act.Should().Throw<TimeoutException>();
            stopped.TrainStep();
            stopped.TrainStep();
            stopped.SaveCheckpoint(Checkpoint);
        }
        var resumed = Trainer();
        resumed.Resume(Checkpoint);

        Finish(Log, resumed).Select(WithoutTime).Should().Equal(whole);
    }

    [Fact]
    public void Another_run_does_not_log_in_the_same_folder()
    {
        Finish(Log, Trainer());
        var before = File.ReadAllText(Path.Combine(Log, Table));

        foreach (var (other, difference) in new[] { (Trainer(seed: 5), "*schedule is 9 epochs*seed 0 there and 9 epochs*seed 5 here*"),
            (Trainer(modelSeed: 2), "*the initial weights differ*") })
        {
            using (other)
                FluentActions.Invoking(() => TrainingLog.Open(Log, other)).Should().Throw<MmvaException>().WithMessage(difference);
        }
        // a checkpoint knows with which weights its run began
        using (var other = Trainer(modelSeed: 2))
        {
            other.Train();
            other.SaveCheckpoint(Checkpoint);
        }
        using (var resumed = Trainer())
        {
            resumed.Resume(Checkpoint);
            FluentActions.Invoking(() => TrainingLog.Open(Log, resumed)).Should().Throw<MmvaException>().WithMessage("*initial weights*");
        }
        File.ReadAllText(Path.Combine(Log, Table)).Should().Be(before);

        File.Delete(Path.Combine(Log, "run.json"));
        using var same = Trainer();
        FluentActions.Invoking(() => TrainingLog.Open(Log, same)).Should().Throw<MmvaException>().WithMessage("*no run.json*");
    }

    [Fact]
    public void A_damaged_table_is_named_with_its_line()
    {
        Finish(Log, Trainer());
        var rows = Rows();
        rows[3] = "3;12;x";
        File.WriteAllText(Path.Combine(Log, Table), string.Join('\n', rows) + "\n");
        using var trainer = Trainer();
        trainer.Resume(Checkpoint);

        FluentActions.Invoking(() => TrainingLog.Open(Log, trainer)).Should().Throw<MmvaException>().WithMessage("*log.csv, line 4: is damaged*");
    }

    [Fact]
    public void Only_one_program_logs_in_a_folder()
    {
        using var trainer = Trainer();
        using var log = TrainingLog.Open(Log, trainer);

        FluentActions.Invoking(() => TrainingLog.Open(Log, trainer)).Should().Throw<MmvaException>().WithMessage("*another program*");
    }

    [Fact]
    public void A_full_disk_does_not_stop_the_training_and_what_is_missing_is_written_later()
    {
        var failures = new List<string?>();
        var disks = new List<Disk>();
        using (var trainer = Trainer())
        using (var log = TrainingLog.Open(Log, trainer, null, null, null, path =>
        {
            disks.Add(new(path));
            return disks[^1];
        }))
        {
            trainer.Train(new Callback(report =>
            {
                foreach (var disk in disks) disk.IsFull = report.Epoch is 3 or 4 or 5;
                log.Report(report);
                failures.Add(log.Failure?.Message);
            }));
        }

        failures.Select(failure => failure is not null).Should().Equal(false, false, true, true, true, false, false, false, false);
        failures[2].Should().StartWith(Log).And.Contain("No space left");
        Rows().Skip(1).Select(row => row.Split(',')[0]).Should().Equal("1", "2", "3", "4", "5", "6", "7", "8", "9");
        EventReader.Read(EventFile()).Should().HaveCount(10);
    }

    [Fact]
    public void A_page_that_cannot_be_written_does_not_stop_the_training()
    {
        Directory.CreateDirectory(Path.Combine(Log, "curves.html"));

        Finish(Log, Trainer()).Should().HaveCount(10);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_before_the_training()
    {
        File.WriteAllText(Log, "");
        using var trainer = Trainer();

        FluentActions.Invoking(() => TrainingLog.Open(Log, trainer)).Should().Throw<MmvaException>().WithMessage($"{Log}: *");
    }

    [Fact]
    public void Without_a_similarity_head_its_loss_is_empty()
    {
        var model = new MmvaModel(TinyData.Options with { SimilarityHead = false });
        using (var trainer = new MmvaTrainer(model, TinyData.RandomMatching(), new() { BatchSize = 16, Epochs = 1 }))
        using (var log = TrainingLog.Open(Log, trainer))
            trainer.Train(log);

        var fields = Rows()[1].Split(',');
        (fields[6], fields[8]).Should().Be(("", ""));
        EventReader.Read(EventFile())[1].Summary.Value.Select(value => value.Tag).Should().NotContain(["loss/similarity", "validation/score"]);
        File.ReadAllText(Path.Combine(Log, "curves.html")).Should().NotContain(">similarity").And.NotContain("Validation score");
    }

    [Fact]
    public void The_best_model_is_on_disk_while_training_goes_on()
    {
        var path = Path.Combine(_folder, "best.safetensors");
        string? best = null;
        var model = new MmvaModel(TinyData.Options, seed: 1);
        using var trainer = new MmvaTrainer(model, TinyData.RandomMatching(), new()
        {
            BatchSize = 16, Epochs = 9, ValidationScore = Score, BestModelPath = path, Patience = 3,
            CheckpointPath = Checkpoint, CheckpointEvery = 100,
        });
        var scores = new List<double>();
        trainer.Train(new Callback(report =>
        {
            var isBest = scores.All(score => score > report.ValidationScore);
            scores.Add(report.ValidationScore!.Value);
            if (isBest) best = model.ComputeFingerprint();
            MmvaModel.Load(path).ComputeFingerprint().Should().Be(best);
        }));

        model.ComputeFingerprint().Should().Be(best);
        scores.Distinct().Should().HaveCountGreaterThan(1);
        File.Exists(Checkpoint).Should().BeTrue("the end of training is saved, also if it ends early");
        FluentActions.Invoking(() => new MmvaTrainer(model, TinyData.RandomMatching(), new() { BestModelPath = path }))
            .Should().Throw<OptionsValidationException>().WithMessage("BestModelPath is*null if ValidationScore is null*");
    }

    private static double Score(MmvaModel model) => Math.Abs(model.Weights.All[700]);

    private static MmvaTrainer Trainer(ulong seed = 0, ulong modelSeed = 1) => new(
        new MmvaModel(TinyData.Options, seed: modelSeed), TinyData.RandomMatching(),
        new() { BatchSize = 16, Epochs = 9, Seed = seed, ValidationScore = Score });

    private string[] Finish(string folder, MmvaTrainer trainer)
    {
        using (trainer)
        using (var log = TrainingLog.Open(folder, trainer))
        {
            trainer.Train(log);
            trainer.SaveCheckpoint(Checkpoint);
        }
        return File.ReadAllLines(Path.Combine(folder, Table));
    }

    private string[] Rows() => File.ReadAllLines(Path.Combine(Log, Table));

    private string EventFile() => Directory.GetFiles(Log, "events.*").Should().ContainSingle().Subject;

    private static string WithoutTime(string row) => row[..row.LastIndexOf(',')];

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    /// <summary>A file whose disk can be full: half of what is written arrives.</summary>
    private sealed class Disk(string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0)
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull) throw new IOException("No space left on device");
        }
    }
}
