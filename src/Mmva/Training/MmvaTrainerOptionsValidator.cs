using Microsoft.Extensions.Options;

namespace Mmva.Training;

internal sealed class MmvaTrainerOptionsValidator : IValidateOptions<MmvaTrainerOptions>
{
    public ValidateOptionsResult Validate(string? name, MmvaTrainerOptions options)
    {
        const string Positive = "above 0 and finite", NotNegative = "at least 0 and finite", Decay = "from 0 to below 1";
        var errors = new ValidateOptionsResultBuilder();
        errors.Expect(options.LearningRate is > 0 and < double.PositiveInfinity, nameof(options.LearningRate), options.LearningRate, Positive);
        errors.Expect(
            options.MinimumLearningRate >= 0 && options.MinimumLearningRate <= options.LearningRate,
            nameof(options.MinimumLearningRate), options.MinimumLearningRate, $"from 0 to {nameof(options.LearningRate)}");
        errors.Expect(options.WeightDecay is >= 0 and < double.PositiveInfinity, nameof(options.WeightDecay), options.WeightDecay, NotNegative);
        errors.Expect(options.Beta1 is >= 0 and < 1, nameof(options.Beta1), options.Beta1, Decay);
        errors.Expect(options.Beta2 is >= 0 and < 1, nameof(options.Beta2), options.Beta2, Decay);
        errors.Expect(options.Epsilon is > 0 and < double.PositiveInfinity, nameof(options.Epsilon), options.Epsilon, Positive);
        errors.Expect(options.MaxGradientNorm is null or > 0, nameof(options.MaxGradientNorm), options.MaxGradientNorm, "above 0, or null");
        var (image, music, caption, similarity) = options.LossWeights;
        errors.Expect(
            new[] { image, music, caption, similarity }.All(weight => weight is >= 0 and < double.PositiveInfinity),
            nameof(options.LossWeights), options.LossWeights, NotNegative);
        errors.Expect(
            options.Patience is null || options.ValidationScore is not null,
            nameof(options.Patience), options.Patience, $"null if {nameof(options.ValidationScore)} is null");
        errors.Expect(
            options.BestModelPath is null || options.ValidationScore is not null,
            nameof(options.BestModelPath), options.BestModelPath, $"null if {nameof(options.ValidationScore)} is null");
        errors.AddResult(new MmvaTrainerOptionsRangeValidator().Validate(name, options));
        return errors.Build();
    }
}

[OptionsValidator]
internal sealed partial class MmvaTrainerOptionsRangeValidator : IValidateOptions<MmvaTrainerOptions>;
