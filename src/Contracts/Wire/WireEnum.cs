using System.Runtime.CompilerServices;
using System.Runtime.Serialization;

namespace Coordinator.Contracts.Wire;

/// <summary>Numbers of the wire as enum members; one that this build does not know is an error, never a guess.</summary>
internal static class WireEnum
{
    public static TEnum Require<TEnum>(int value) where TEnum : struct, Enum
    {
        // Three of these per reply: without boxing. All enums of the wire are 32 bits wide.
        var member = Unsafe.BitCast<int, TEnum>(value);
        return Enum.IsDefined(member)
            ? member
            : throw new SerializationException($"{value} is no {typeof(TEnum).Name} that this build knows.");
    }
}
