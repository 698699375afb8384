using System.Text.Json;

namespace Coordinator.Participants.Inbox;

/// <summary>Bound of a group in a queue: nothing below it comes again, but for exceptions.</summary>
/// <param name="Before">The offset.</param>
/// <param name="Except">Exceptions below it.</param>
internal sealed record DeliveryBound(long Before, IReadOnlySet<long> Except)
{
    public static readonly DeliveryBound None = new(0, new HashSet<long>());

    /// <summary>
    /// Joins what is known with what the coordinator tells. The bound never falls, and below it no exception is ever added: an offset that was
    /// settled for good stays so, whoever tells later that it was not.
    /// </summary>
    public DeliveryBound Join(SettledDeliveries told)
    {
        var toldExcept = told.Except.Where(offset => offset < told.Before).ToHashSet();
        var both = Math.Min(Before, told.Before);
        var except = Except.Where(offset => offset >= both || toldExcept.Contains(offset)).Concat(toldExcept.Where(offset => offset >= Before));
        return new DeliveryBound(Math.Max(Before, told.Before), except.ToHashSet());
    }

    public bool IsSame(DeliveryBound other) => Before == other.Before && Except.SetEquals(other.Except);

    public static DeliveryBound Read(long before, string except) => new(before, JsonSerializer.Deserialize<HashSet<long>>(except)!);

    public string ExceptText() => JsonSerializer.Serialize(Except.Order());
}
