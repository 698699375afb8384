using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Hosting;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Hosting;

public sealed class OptionsSpec
{
    [Fact]
    public void Defaults_are_allowed() => Assert.Empty(new CoordinatorParticipantOptions().Problems());

    [Theory]
    [InlineData("127.0.0.1:4053", true)]
    [InlineData("coordinator-0.coordinator:4053", true)]
    [InlineData("[::1]:4053", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("127.0.0.1:70000", false)]
    [InlineData(":4053", false)]
    [InlineData("a b:4053", false)]
    [InlineData("", false)]
    public void Contact_points_are_host_and_port(string value, bool allowed)
    {
        var options = new CoordinatorParticipantOptions { ContactPoints = [value] };

        Assert.Equal(allowed, !options.Problems().Any());
    }

    [Fact]
    public void Every_bad_value_is_named_with_what_is_allowed()
    {
        var options = new CoordinatorParticipantOptions
        {
            ContactPoints = [],
            ProducerGroup = "or ders",
            Instance = "",
            CommandTimeout = TimeSpan.Zero,
            MaxInFlightCommands = 0,
            OpenTimeout = TimeSpan.Zero,
            ReconnectMinBackoff = TimeSpan.FromMinutes(1),
            CheckTimeout = TimeSpan.Zero,
            CheckConcurrency = 0,
            PurgeInterval = TimeSpan.FromSeconds(-1),
            KeepAtLeast = TimeSpan.FromSeconds(-1),
            StopTimeout = TimeSpan.FromDays(1),
            Tls = new ParticipantTlsOptions { CertificatePath = "/nowhere.pfx" },
        };

        var problems = options.Problems().ToList();

        Assert.Equal(13, problems.Count);
        Assert.Contains("CheckConcurrency must be between 1 and 1024, but is 0.", problems);
        Assert.Contains(problems, problem => problem.Contains("'or ders' has ' ' at position 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_does_not_start_with_bad_values_and_names_all_of_them()
    {
        var app = Builder(options => options.CheckConcurrency = -1, participant => participant.AddConsumer(
            "shipping",
            "orders.paid",
            (_, _) => Task.CompletedTask,
            consumer => (consumer.Concurrency, consumer.PurgeInterval, consumer.KeepAtLeast) = (0, TimeSpan.FromDays(2), TimeSpan.FromSeconds(-1))));
        using var host = app.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(5, error.Failures.Count());
        Assert.Contains(error.Failures, failure => failure.Contains("nothing answers its checks", StringComparison.Ordinal));
        Assert.Contains("consumer 'shipping' of 'orders.paid'.Concurrency must be between 1 and 1024, but is 0.", error.Failures);
    }

    [Fact]
    public void Only_one_way_to_answer_checks_is_accepted()
    {
        var services = new ServiceCollection();
        var participant = services.AddCoordinatorParticipant(_ => { }).UseChecker(InProgress);

        Assert.Throws<InvalidOperationException>(() => participant.UseChecker(InProgress));
        var again = Assert.Throws<InvalidOperationException>(() => services.AddCoordinatorParticipant(_ => { }));
        Assert.Contains("call AddCoordinatorParticipant once", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_consumes_a_topic_once_per_process()
    {
        var participant = new ServiceCollection().AddCoordinatorParticipant(_ => { });
        participant.AddConsumer("shipping", "orders.paid", (_, _) => Task.CompletedTask);
        participant.AddConsumer("points", "orders.paid", (_, _) => Task.CompletedTask);

        Assert.Throws<InvalidOperationException>(
            () => participant.AddConsumer("shipping", "orders.paid", (_, _) => Task.CompletedTask));
    }

    [Fact]
    public void Instance_name_fits_and_differs_each_time()
    {
        var ids = new TransactionIdSource(TimeProvider.System);

        var names = Enumerable.Range(0, 100).Select(_ => InstanceName.Make(new string('ü', 200), int.MaxValue, ids)).ToList();

        Assert.Equal(100, names.Distinct().Count());
    }

    private static Task<CheckResult> InProgress(TransactionCheck check, CancellationToken ct) =>
        Task.FromResult(CheckResult.InProgress());

    private static HostApplicationBuilder Builder(
        Action<CoordinatorParticipantOptions> configure,
        Action<CoordinatorParticipantBuilder> build)
    {
        var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        build(app.Services.AddCoordinatorParticipant(options =>
        {
            options.ProducerGroup = "orders";
            configure(options);
        }));
        return app;
    }
}
