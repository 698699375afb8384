namespace Coordinator.Fuzz.Mutating;

/// <summary>Changes fields of a protobuf message, at any depth, so that the rest of it can still be read.</summary>
internal static class ProtoMutator
{
    private const int MostChanges = 3;
    private const int MostRepetitions = 3_000;
    private const int MegaByte = 1024 * 1024;
    private const int DeepNesting = 2_000;

    /// <summary>Returns the message with one to three changes. Bytes that are no message are changed as bytes.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="message">The message.</param>
    /// <param name="mostBytes">Most bytes of a field that is repeated.</param>
    public static byte[] Mutate(FuzzRandom random, byte[] message, int mostBytes = MegaByte)
    {
        if (ProtoTree.Read(message) is not { } fields)
            return ByteMutator.Mutate(random, message);
        for (var left = random.Between(1, MostChanges); left > 0; left--)
            fields = ChangeSomewhere(random, fields, mostBytes);
        return ProtoTree.Write(fields);
    }

    private static List<ProtoField> ChangeSomewhere(FuzzRandom random, IReadOnlyList<ProtoField> fields, int mostBytes)
    {
        if (fields.Count == 0)
            return [AnyField(random)];
        var at = random.Below(fields.Count);
        // Most of what matters is deep inside.
        if (fields[at].Children is { } children && random.Chance(75))
            return With(fields, at, fields[at] with { Children = ChangeSomewhere(random, children, mostBytes) });
        return ChangeList(random, fields, at, mostBytes);
    }

    private static List<ProtoField> ChangeList(
        FuzzRandom random, IReadOnlyList<ProtoField> fields, int at, int mostBytes) => random.Below(12) switch
        {
            0 => [.. fields.Take(at), .. fields.Skip(at + 1)],
            1 => [.. fields, fields[at]],
            2 => [.. fields.Reverse()],
            3 => [.. fields.Take(at), AnyField(random), .. fields.Skip(at)],
            4 => [.. fields.Take(at), .. Repeated(random, fields[at], mostBytes), .. fields.Skip(at)],
            _ => With(fields, at, ChangeField(random, fields[at])),
        };

    private static ProtoField ChangeField(FuzzRandom random, ProtoField field) => random.Below(12) switch
    {
        0 => field with { Number = random.Chance(80) ? (uint)random.Between(0, 33) : (uint)random.Next() },
        1 => field with { WireType = random.Below(8) },
        2 => field with { ClaimedLength = Oddities.Number(random) },
        3 => field with { IsOverlong = true },
        4 => field with { Children = null, Bytes = ByteMutator.Mutate(random, field.Bytes) },
        5 when field.Bytes.Length > 0 => field with { Children = [field] },
        _ => field.WireType == ProtoTree.LengthDelimited
            ? field with { Children = null, Bytes = random.Pick(Oddities.Texts) }
            : field with { Value = Oddities.Number(random) },
    };

    private static ProtoField AnyField(FuzzRandom random)
    {
        var number = (uint)random.Between(1, 20);
        return random.Below(4) switch
        {
            0 => new ProtoField(number, ProtoTree.Varint) { Value = Oddities.Number(random) },
            1 => new ProtoField(number, ProtoTree.Fixed64) { Value = Oddities.Number(random) },
            2 => new ProtoField(number, ProtoTree.StartGroup) { Bytes = [.. Enumerable.Repeat((byte)((number << 3) | ProtoTree.StartGroup), DeepNesting)] },
            _ => new ProtoField(number, ProtoTree.LengthDelimited) { Bytes = random.Pick(Oddities.Texts) },
        };
    }

    private static IEnumerable<ProtoField> Repeated(FuzzRandom random, ProtoField field, int mostBytes)
    {
        var most = Math.Min(MostRepetitions, mostBytes / Math.Max(1, ProtoTree.Write([field]).Length));
        return Enumerable.Repeat(field, random.Between(2, Math.Max(2, most)));
    }

    private static List<ProtoField> With(IReadOnlyList<ProtoField> fields, int at, ProtoField changed) =>
        [.. fields.Take(at), changed, .. fields.Skip(at + 1)];
}
