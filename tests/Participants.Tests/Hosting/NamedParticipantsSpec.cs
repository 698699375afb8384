using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Participants.Tests.Hosting;

/// <summary>Tests several participants in one host, such as one for each tenant.</summary>
public sealed class NamedParticipantsSpec : IDisposable
{
    private static readonly string[] Tenants = ["north", "south"];

    private readonly Dictionary<string, SqliteFile> _files = Tenants.ToDictionary(tenant => tenant, tenant => new SqliteFile($"{tenant}.db"));

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    /// <summary>Each has its own session, database, checks and consumers. One without a name is beside them.</summary>
    [Fact]
    public async Task Each_participant_has_its_own_coordinator_database_checks_and_consumers()
    {
        await using var plain = FakeCoordinator.Start();
        await using var north = FakeCoordinator.Start();
        await using var south = FakeCoordinator.Start();
        var coordinators = new Dictionary<string, FakeCoordinator> { ["north"] = north, ["south"] = south };
        var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        app.Services.AddCoordinatorParticipant(options => (options.ContactPoints, options.ProducerGroup) = ([plain.ContactPoint], "plain"))
            .UseChecker((_, _) => Task.FromResult(CheckResult.InProgress("plain")));
        foreach (var tenant in Tenants)
        {
            app.Services.AddCoordinatorParticipant(
                    tenant, options => (options.ContactPoints, options.ProducerGroup) = ([coordinators[tenant].ContactPoint], $"orders-{tenant}"))
                .UseOutcomeStore(SqlDialect.Sqlite, _files[tenant].Connect)
                .AddConsumer("shipping", "orders.paid", (_, _) => Task.CompletedTask);
        }

        using var host = app.Build();
        await host.StartAsync();
        foreach (var tenant in Tenants)
        {
            await host.Services.GetRequiredKeyedService<ICoordinatorConnection>(tenant).WaitForConnectionAsync().WaitAsync(Eventually.Bound);
            var sent = await host.Services.GetRequiredKeyedService<ITransactionalProducer>(tenant).SendAsync((scope, _) =>
            {
                scope.Publish(ParticipantApp.Message);
                return Task.CompletedTask;
            });
            Assert.Equal([sent.Id], coordinators[tenant].Commands.OfType<Prepare>().Select(prepare => prepare.Id));
            Assert.Equal($"orders-{tenant}", coordinators[tenant].Commands.OfType<Prepare>().Single().Group.Value);
            var store = host.Services.GetRequiredKeyedService<IOutcomeStore>(tenant);
            Assert.Equal(CheckVerdict.Committed, (await store.CheckAsync(sent.Id, default)).Verdict);
            await Eventually.TrueAsync(
                () => coordinators[tenant].Items.OfType<Contracts.Consuming.Subscribe>().Any(), "the consumer of this tenant has subscribed");

            coordinators[tenant].Send(new CheckTransaction(sent.Id, new ProducerGroup($"orders-{tenant}"), 1, []));
            await Eventually.TrueAsync(
                () => coordinators[tenant].Items.OfType<CheckAnswer>().Any(answer => answer.Verdict == CheckVerdict.Committed), "its own database answers");
        }

        await host.Services.GetRequiredService<ICoordinatorConnection>().WaitForConnectionAsync().WaitAsync(Eventually.Bound);
        plain.Send(new CheckTransaction(new TransactionId("t"), new ProducerGroup("plain"), 1, []));
        await Eventually.TrueAsync(() => plain.Items.OfType<CheckAnswer>().Any(answer => answer.Detail == "plain"), "the checker without a name answers");
        Assert.Empty(plain.Commands);
        await host.StopAsync();
    }

    [Fact]
    public void Name_is_used_once_and_is_not_empty()
    {
        var services = new ServiceCollection();
        services.AddCoordinatorParticipant("north", _ => { });
        services.AddCoordinatorParticipant(_ => { });
        var again = Assert.Throws<InvalidOperationException>(() => services.AddCoordinatorParticipant("north", _ => { }));
        Assert.Contains("a participant 'north' already", again.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => services.AddCoordinatorParticipant(" ", _ => { }));
    }

    /// <summary>The same group may consume the same topic for each tenant, but not twice for one.</summary>
    [Fact]
    public void Group_consumes_a_topic_once_for_each_participant()
    {
        var services = new ServiceCollection();
        var participants = Tenants.Select(tenant => services.AddCoordinatorParticipant(tenant, _ => { })).ToList();
        participants.ForEach(participant => participant.AddConsumer("shipping", "orders.paid", (_, _) => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => participants[0].AddConsumer("shipping", "orders.paid", (_, _) => Task.CompletedTask));
    }

    [Fact]
    public async Task Problem_names_its_participant()
    {
        var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        app.Services.AddCoordinatorParticipant("north", options => options.ProducerGroup = "orders");
        app.Services.AddCoordinatorParticipant("south", options => options.CommandTimeout = TimeSpan.Zero);
        using var host = app.Build();
        var invalid = await Record.ExceptionAsync(() => host.StartAsync());
        var text = invalid!.ToString();
        Assert.Contains("participant 'north': ProducerGroup is 'orders', but nothing answers its checks", text, StringComparison.Ordinal);
        Assert.Contains("participant 'south': CommandTimeout", text, StringComparison.Ordinal);
    }
}
