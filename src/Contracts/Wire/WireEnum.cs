using System.Runtime.Serialization;

namespace Coordinator.Contracts.Wire;

/// <summary>Numbers of the wire as enum members; one that this build does not know is an error, never a guess.</summary>
internal static class WireEnum
{
    public static TEnum Require<TEnum>(int value) where TEnum : struct, Enum
    {
        var member = (TEnum)Enum.ToObject(typeof(TEnum), value);
        return Enum.IsDefined(member) ? member : throw new SerializationException($"{value} is no {typeof(TEnum).Name} that this build knows.");
    }
}
