using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Service in this process, with an actor system and a connection of its own.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private readonly IHost _host;

    private Participant(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    public MessageFactory Messages => _host.Services.GetRequiredService<MessageFactory>();

    public static async Task<Participant> StartAsync(
        string contactPoint,
        string? producerGroup,
        Action<CoordinatorParticipantBuilder> build,
        Action<CoordinatorParticipantOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        build(builder.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = [contactPoint];
            options.ProducerGroup = producerGroup;
            options.ReconnectMaxBackoff = TimeSpan.FromMilliseconds(500);
            options.StopTimeout = TimeSpan.FromSeconds(2);
            configure?.Invoke(options);
        }));
        var host = builder.Build();
        await host.StartAsync();
        return new Participant(host);
    }

    /// <summary>Starts a producer whose outcomes are kept in the given database, which answers the checks.</summary>
    public static Task<Participant> ProducerAsync(
        string contactPoint, string group, SqliteDatabase database, TimeSpan? commandTimeout = null) => StartAsync(
        contactPoint, group, participant => participant.UseOutcomeStore(SqlDialect.Sqlite, database.Connect),
        options => options.CommandTimeout = commandTimeout ?? options.CommandTimeout);

    /// <summary>Runs a transaction whose local part always commits.</summary>
    public Task<SendResult> SendAsync(TransactionId id, params IReadOnlyList<Message> messages) =>
        SendAsync(id, LocalOutcome.Commit, messages);

    public Task<SendResult> SendAsync(TransactionId id, LocalOutcome outcome, params IReadOnlyList<Message> messages) =>
        SendAsync(new SendOptions { Id = id }, outcome, messages);

    /// <param name="id">Id of the transaction, whose local part always commits.</param>
    /// <param name="transactionTimeout">Time before which the coordinator does not check the transaction.</param>
    /// <param name="messages">Messages of the transaction.</param>
    public Task<SendResult> SendAsync(TransactionId id, TimeSpan transactionTimeout, params IReadOnlyList<Message> messages) =>
        SendAsync(new SendOptions { Id = id, TransactionTimeout = transactionTimeout }, LocalOutcome.Commit, messages);

    private Task<SendResult> SendAsync(SendOptions options, LocalOutcome outcome, IReadOnlyList<Message> messages) =>
        Producer.SendAsync(messages, (DbTransaction _, CancellationToken _) => Task.FromResult(outcome), options);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
