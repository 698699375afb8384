using System.Globalization;
using Coordinator.Contracts;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Makes the ids of a producer's transactions, each with a name that begins with that of the producer. Without times the name is the id.
/// </summary>
internal sealed class Ids(string producer, bool withTimes)
{
    private int _number;

    public (string Id, string Name) Next()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{producer}.{_number++}");
        return (withTimes ? TransactionId.FromGuid(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())).Value : name, name);
    }
}
