using Coordinator.Contracts;
using Coordinator.Participants.Producing;

namespace Coordinator.Participants.Hosting;

/// <summary>Makes a unique name for this process. A second session under the same name would end the first.</summary>
internal static class InstanceName
{
    public static InstanceId Make(string machine, int process, TransactionIdSource ids)
    {
        var readable = new string([.. machine.Take(64).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return new InstanceId($"{readable}.{process}.{ids.Next().Value[^8..]}");
    }
}
