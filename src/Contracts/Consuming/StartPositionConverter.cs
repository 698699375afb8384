using System.ComponentModel;
using System.Globalization;

namespace Coordinator.Contracts.Consuming;

/// <summary>Reads a start position from a configuration file.</summary>
internal sealed class StartPositionConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? Read(text.Trim()) : base.ConvertFrom(context, culture, value);

    private static StartPosition Read(string text)
    {
        if (text.Equals("end", StringComparison.OrdinalIgnoreCase))
            return StartPosition.FromEnd;
        if (text.Equals("beginning", StringComparison.OrdinalIgnoreCase))
            return StartPosition.FromBeginning;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return new StartPosition.At(time);
        throw new FormatException($"The start position must be {StartPosition.Allowed}, but is '{text}'.");
    }
}
