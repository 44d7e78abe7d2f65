namespace Mmva.Encoders.Tests.Text;

public sealed class TokenBatchesTests
{
    [Theory]
    [InlineData(Precision.Exact, 512)]
    [InlineData(Precision.Fast, 768)]
    public void Every_text_is_in_one_batch_with_little_padding(Precision precision, int most)
    {
        var random = new Random(3);
        foreach (var count in new[] { 0, 1, 2, 200 })
        {
            var lengths = Enumerable.Range(0, count).Select(_ => random.Next(2, 257)).ToArray();
            var batches = TokenBatches.Plan(lengths, precision).ToList();
            batches.SelectMany(b => b).Should().BeEquivalentTo(Enumerable.Range(0, count));
            foreach (var batch in batches)
            {
                var longest = batch.Max(i => lengths[i]);
                (batch.Count * longest).Should().BeLessThanOrEqualTo(most);
                batch.Sum(i => longest - lengths[i]).Should().BeLessThanOrEqualTo(batch.Count * longest / 12);
            }
        }
    }

    [Fact]
    public void Texts_of_one_length_share_batches() => TokenBatches.Plan([8, 8, 8, 8]).Should().ContainSingle();
}
