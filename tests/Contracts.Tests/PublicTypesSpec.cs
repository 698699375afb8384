using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Tests;

public sealed class PublicTypesSpec
{
    private static readonly Type[] ForUsers =
    [
        typeof(ConsumerGroup), typeof(InstanceId), typeof(MessageId), typeof(ProducerGroup), typeof(QueueId), typeof(Topic), typeof(TransactionId),
        typeof(CheckVerdict),
        typeof(DeliveryId), typeof(StartPosition), typeof(StartPosition.At), typeof(StartPosition.Beginning), typeof(StartPosition.End),
        typeof(Message), typeof(MessageLimits),
        typeof(TransactionCommandKind), typeof(TransactionOutcome), typeof(TransactionPhase),
        typeof(Credentials),
    ];

    /// <summary>Types of the wire may change with every release; types that services compile against may not.</summary>
    [Fact]
    public void Only_types_that_services_need_are_public() => Assert.Equal(
        ForUsers.Select(type => type.FullName).Order(StringComparer.Ordinal),
        typeof(Message).Assembly.GetExportedTypes().Select(type => type.FullName).Order(StringComparer.Ordinal));
}
