using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace Mmva.Extensions.VectorData;

/// <summary>
/// Evaluates a filter for each modality: comparisons of the modality, combined in any way. Every part is looked at, so that what is not supported is
/// refused whatever the other parts are.
/// </summary>
internal sealed class ModalityFilter
{
    private readonly LambdaExpression _filter;
    private readonly Modality _modality;

    private ModalityFilter(LambdaExpression filter, Modality modality)
    {
        _filter = filter;
        _modality = modality;
    }

    /// <summary>The modalities that pass, or all for <see langword="null"/>.</summary>
    /// <exception cref="NotSupportedException">A part of the filter is about something else than the modality; the message has it.</exception>
    public static IReadOnlyList<Modality> Passing(Expression<Func<EmotionItem, bool>>? filter)
    {
        var all = Enum.GetValues<Modality>();
        return filter is null ? all : [.. all.Where(modality => new ModalityFilter(filter, modality).Holds(filter.Body))];
    }

    private bool Holds(Expression part) => part switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both => Holds(both.Left) & Holds(both.Right),
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either => Holds(either.Left) | Holds(either.Right),
        UnaryExpression { NodeType: ExpressionType.Not } not => !Holds(not.Operand),
        BinaryExpression { NodeType: ExpressionType.Equal } equal => AreEqual(equal),
        BinaryExpression { NodeType: ExpressionType.NotEqual } different => !AreEqual(different),
        MethodCallExpression { Method.Name: nameof(Enumerable.Contains) } contains => IsContained(contains),
        _ => TryValue(part, out var value) && value is bool constant ? constant : throw NotSupported(part),
    };

    private bool AreEqual(BinaryExpression comparison)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        if (IsModality(left) && TryValue(right, out var value) || IsModality(right) && TryValue(left, out value)) return IsThis(value, comparison);
        throw NotSupported(comparison);
    }

    // array.Contains(item.Modality) is a method of Enumerable, of MemoryExtensions (with a comparer, perhaps) or of a list
    private bool IsContained(MethodCallExpression call)
    {
        Expression[] arguments = call.Object is null ? [.. call.Arguments] : [call.Object, .. call.Arguments];
        if (arguments.Length is 2 or 3 && IsModality(arguments[1]) && TryValue(arguments[0], out var values) && values is IEnumerable among
            && (arguments.Length == 2 || TryValue(arguments[2], out var comparer) && comparer is null))
            return among.Cast<object?>().Any(value => IsThis(value, call));
        throw NotSupported(call);
    }

    private bool IsThis(object? value, Expression part) => value switch
    {
        null => false,
        Modality given => given == _modality,
        // an enumeration is compared as its number
        int or long or short or byte => Convert.ToInt64(value, CultureInfo.InvariantCulture) == (long)_modality,
        _ => throw NotSupported(part),
    };

    private bool IsModality(Expression expression) => Bare(expression) is MemberExpression { Member.Name: nameof(EmotionItem.Modality) } member
        && member.Expression == _filter.Parameters[0];

    // constants, captured variables and members of these, arrays of these
    private static bool TryValue(Expression expression, out object? value)
    {
        value = null;
        switch (Bare(expression))
        {
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression member when member.Expression is null || TryValue(member.Expression, out value) && value is not null:
                value = member.Member is FieldInfo field ? field.GetValue(value) : ((PropertyInfo)member.Member).GetValue(value);
                return true;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array:
                var elements = new List<object?>();
                foreach (var element in array.Expressions)
                {
                    if (!TryValue(element, out var one)) return false;
                    elements.Add(one);
                }
                value = elements;
                return true;
            default:
                return false;
        }
    }

    // without conversions, such as that of an array to a span
    private static Expression Bare(Expression expression) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert => Bare(convert.Operand),
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var operand] } => Bare(operand),
        _ => expression,
    };

    private NotSupportedException NotSupported(Expression part) => new(
        $"The filter '{_filter}' is not supported, because of '{part}': an emotion index is filtered by {nameof(EmotionItem.Modality)} only, "
        + "compared with ==, != and Contains to values or variables, and combined with &&, || and !. Filter other properties in the results.");
}
