using System.Runtime.CompilerServices;
using System.Runtime.Serialization;

namespace Coordinator.Contracts.Wire;

/// <summary>Turns numbers of the wire into enum members. A number that this build does not know is an error.</summary>
internal static class WireEnum
{
    public static TEnum Require<TEnum>(int value) where TEnum : struct, Enum
    {
        // A reply has three of them, so this avoids boxing. All enums of the wire are 32 bits wide.
        var member = Unsafe.BitCast<int, TEnum>(value);
        return Enum.IsDefined(member)
            ? member
            : throw new SerializationException($"Unknown {typeof(TEnum).Name} {value}. It may come from a newer release.");
    }
}
