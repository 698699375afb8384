namespace Coordinator.Common;

/// <summary>Smallest and largest value of an option, both allowed. Help and error messages take the range from here.</summary>
/// <param name="min">As a user writes it: <c>100ms</c>, <c>1</c>.</param>
/// <param name="max">As a user writes it: <c>1d</c>, <c>65536</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionRangeAttribute(string min, string max) : Attribute
{
    public string Min => min;

    public string Max => max;
}
