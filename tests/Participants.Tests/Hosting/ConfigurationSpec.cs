using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Hosting;

/// <summary>Options as appsettings.json gives them: text, under the names of their properties.</summary>
public sealed class ConfigurationSpec
{
    private static readonly Dictionary<string, string?> Participant = new()
    {
        ["ContactPoints:0"] = "coordinator-0.coordinator:4053",
        ["ContactPoints:1"] = "coordinator-1.coordinator:4053",
        ["ProducerGroup"] = "orders",
        ["Instance"] = "orders-7",
        ["Credentials:Name"] = "orders",
        ["Credentials:Secret"] = "a secret of 16 letters",
        ["CredentialsFile"] = "orders.secret",
        ["Tls:CertificatePath"] = "orders.pfx",
        ["Tls:CertificatePassword"] = "password",
        ["Tls:AuthorityPath"] = "authority.pem",
        ["CommandTimeout"] = "00:00:20",
        ["PrepareTimeout"] = "00:00:01",
        ["WaitForSession"] = "00:00:02.5",
        ["MaxInFlightCommands"] = "100",
        ["OpenTimeout"] = "00:00:05",
        ["ReconnectMinBackoff"] = "00:00:00.2",
        ["ReconnectMaxBackoff"] = "00:00:30",
        ["CheckTimeout"] = "00:00:02",
        ["CheckConcurrency"] = "4",
        ["PurgeInterval"] = "00:10:00",
        ["KeepAtLeast"] = "1.00:00:00",
        ["KeepMessages"] = "2.00:00:00",
        ["KeepKeys"] = "3.00:00:00",
        ["StopTimeout"] = "00:01:00",
        ["WhenUnavailable"] = "StoreLocally",
    };

    private static readonly Dictionary<string, string?> Consumer = new()
    {
        ["StartFrom"] = "beginning",
        ["Concurrency"] = "16",
        ["RenewLeaseFor"] = "01:00:00",
        ["MaxInFlight"] = "128",
        ["Lease"] = "00:05:00",
        ["PurgeInterval"] = "00:20:00",
        ["KeepAtLeast"] = "2.00:00:00",
        ["RetryDelays:0"] = "00:00:01",
        ["RetryDelays:1"] = "00:01:00",
        ["MaxAttempts"] = "5",
        ["UnknownTypes"] = "Ignore",
        ["BatchSize"] = "50",
        ["BatchWait"] = "00:00:00.5",
        ["Tags:0"] = "premium",
        ["Tags:1"] = "gift",
    };

    [Fact]
    public void Participant_takes_over_every_value()
    {
        var options = new CoordinatorParticipantOptions();

        options.ReadFrom(Section(Participant));

        Assert.Equal(["coordinator-0.coordinator:4053", "coordinator-1.coordinator:4053"], options.ContactPoints);
        Assert.Equal(("orders", "orders-7"), (options.ProducerGroup, options.Instance));
        Assert.Equal((new Credentials("orders", "a secret of 16 letters"), "orders.secret"), (options.Credentials, options.CredentialsFile));
        Assert.Equal(
            ("orders.pfx", "password", "authority.pem"),
            (options.Tls!.CertificatePath, options.Tls.CertificatePassword, options.Tls.AuthorityPath));
        Assert.Equal((100, 4), (options.MaxInFlightCommands, options.CheckConcurrency));
        Assert.Equal(
            [20, 1, 2.5, 5, 0.2, 30, 2, 600, 86_400, 172_800, 259_200, 60],
            new[]
            {
                options.CommandTimeout,
                options.PrepareTimeout,
                options.WaitForSession,
                options.OpenTimeout,
                options.ReconnectMinBackoff,
                options.ReconnectMaxBackoff,
                options.CheckTimeout,
                options.PurgeInterval,
                options.KeepAtLeast,
                options.KeepMessages,
                options.KeepKeys!.Value,
                options.StopTimeout,
            }.Select(duration => duration.TotalSeconds));
    }

    [Fact]
    public void Consumer_takes_over_every_value()
    {
        var options = new ConsumerOptions();

        options.ReadFrom(Section(Consumer));

        Assert.Equal(StartPosition.FromBeginning, options.StartFrom);
        Assert.Equal((16, 128, TimeSpan.FromMinutes(5)), (options.Concurrency, options.MaxInFlight, options.Lease));
        Assert.Equal(TimeSpan.FromHours(1), options.RenewLeaseFor);
        Assert.Equal((TimeSpan.FromMinutes(20), TimeSpan.FromDays(2)), (options.PurgeInterval, options.KeepAtLeast));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)], options.RetryDelays);
        Assert.Equal((5, UnknownTypes.Ignore), (options.MaxAttempts, options.UnknownTypes));
        Assert.Equal((50, TimeSpan.FromMilliseconds(500)), (options.BatchSize, options.BatchWait));
        Assert.Equal(["premium", "gift"], options.Tags);
    }

    [Theory]
    [InlineData(typeof(CoordinatorParticipantOptions))]
    [InlineData(typeof(ConsumerOptions))]
    public void No_option_is_left_out_here(Type options)
    {
        var tried = options == typeof(ConsumerOptions) ? Consumer : Participant;

        Assert.Equal(
            options.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
            tried.Keys.Select(key => key.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_configuration_leaves_out_stays()
    {
        var options = new CoordinatorParticipantOptions { ProducerGroup = "orders" };

        options.ReadFrom(Section(new() { ["CheckConcurrency"] = "4" }));

        Assert.Equal("orders", options.ProducerGroup);
        Assert.Equal(["127.0.0.1:4053"], options.EffectiveContactPoints);
        Assert.Empty(options.Problems());
    }

    [Theory]
    [InlineData("end", null)]
    [InlineData("Beginning", null)]
    [InlineData("2026-03-01T12:00:00Z", 12)]
    [InlineData("2026-03-01T12:00:00", 12)]
    [InlineData("2026-03-01T12:00:00+02:00", 10)]
    public void Group_starts_at_an_end_or_at_a_time(string text, int? hour)
    {
        var options = new ConsumerOptions();

        options.ReadFrom(Section(new() { ["StartFrom"] = text }));

        StartPosition expected = hour is { } at
            ? new StartPosition.At(new DateTimeOffset(2026, 3, 1, at, 0, 0, TimeSpan.Zero))
            : text == "end" ? StartPosition.FromEnd : StartPosition.FromBeginning;
        Assert.Equal(expected, options.StartFrom);
    }

    [Fact]
    public void Every_value_that_cannot_be_read_is_named_with_what_is_allowed()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new CoordinatorParticipantOptions().ReadFrom(Section(new()
        {
            ["ContactPoints"] = "127.0.0.1:4053",
            ["Credentials:Name"] = "orders",
            ["CheckConcurrency"] = "many",
            ["CommandTimeout"] = "10s",
        })));

        Assert.Equal(
            [
                "CoordinatorParticipant:CheckConcurrency must be a whole number, but is 'many'.",
                "CoordinatorParticipant:CommandTimeout must be a duration as hours:minutes:seconds, such as 00:00:10, but is '10s'.",
                "CoordinatorParticipant:ContactPoints must be a list, but is '127.0.0.1:4053'.",
                "CoordinatorParticipant:Credentials:Secret is required, but is missing.",
            ],
            error.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Start_that_cannot_be_read_is_named_with_what_is_allowed()
    {
        var error = Assert.Throws<OptionsValidationException>(
            () => new ConsumerOptions().ReadFrom(Section(new() { ["StartFrom"] = "yesterday" })));

        Assert.Equal(
            "CoordinatorParticipant:StartFrom must be end, beginning, or a time such as 2026-03-01T12:00:00Z, but is 'yesterday'.",
            Assert.Single(error.Failures));
    }

    [Fact]
    public void Treatment_of_unknown_types_that_cannot_be_read_is_named_with_what_is_allowed()
    {
        var error = Assert.Throws<OptionsValidationException>(
            () => new ConsumerOptions().ReadFrom(Section(new() { ["UnknownTypes"] = "Drop" })));

        Assert.Equal("CoordinatorParticipant:UnknownTypes must be one of Reject, Ignore, but is 'Drop'.", Assert.Single(error.Failures));
    }

    [Fact]
    public void Plain_binder_of_the_framework_reads_the_same()
    {
        var (participant, consumer) = (new CoordinatorParticipantOptions(), new ConsumerOptions());

        Section(Participant).Bind(participant);
        Section(Consumer).Bind(consumer);

        Assert.Equal(2, participant.ContactPoints!.Count);
        Assert.Equal(StartPosition.FromBeginning, consumer.StartFrom);
    }

    [Fact]
    public async Task Host_does_not_start_with_what_cannot_be_read_or_is_not_allowed()
    {
        foreach (var (key, value, problem) in new[]
        {
            ("CheckConcurrency", "many", "CoordinatorParticipant:CheckConcurrency must be a whole number, but is 'many'."),
            ("CheckConcurrency", "-1", "CheckConcurrency must be between 1 and 1024, but is -1."),
            ("CommandTimeout", "10", "CommandTimeout must be between 00:00:00.1 and 00:10:00, but is 10.00:00:00."),
            ("ContactPoints:0", "coordinator", "Each of ContactPoints must be host:port, such as 127.0.0.1:4053, but one is 'coordinator'."),
        })
        {
            var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            app.Services.AddCoordinatorParticipant(options => options.ReadFrom(Section(new() { [key] = value })));
            using var host = app.Build();

            var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

            Assert.Equal(problem, Assert.Single(error.Failures));
        }
    }

    [Theory]
    [InlineData("", "a secret", "Credentials.Name must not be empty.")]
    [InlineData("orders", "", "Credentials.Secret must not be empty.")]
    public void Half_of_the_credentials_is_not_enough(string name, string secret, string problem) =>
        Assert.Equal(
            problem,
            Assert.Single(new CoordinatorParticipantOptions { Credentials = new Credentials(name, secret) }.Problems()));

    [Theory]
    [InlineData("orders:a secret: of mine\n", null)]
    [InlineData("a secret", "It must hold one line name:secret.")]
    [InlineData("orders:", "It must hold one line name:secret.")]
    [InlineData(":a secret", "The name in it must not be empty.")]
    public void Credentials_file_holds_name_and_secret(string content, string? problem)
    {
        using var temp = new TempDirectory();
        var file = temp.File("credentials");
        File.WriteAllText(file, content);

        var problems = new CoordinatorParticipantOptions { CredentialsFile = file }.Problems();

        Assert.Equal(problem is null ? [] : [$"CredentialsFile '{file}' cannot be used: {problem}"], problems);
        if (problem is null)
            Assert.Equal(new Credentials("orders", "a secret: of mine"), new CredentialsFile(file, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Current);
    }

    [Fact]
    public void Credentials_file_must_exist_and_be_the_only_credentials()
    {
        Assert.Equal(
            ["CredentialsFile must name a file, but there is no file '/nowhere'."],
            new CoordinatorParticipantOptions { CredentialsFile = "/nowhere" }.Problems());
        Assert.Equal(
            ["Credentials and CredentialsFile are both set: remove one of them."],
            new CoordinatorParticipantOptions { CredentialsFile = "/nowhere", Credentials = new Credentials("orders", "a secret") }.Problems());
    }

    private static IConfigurationSection Section(Dictionary<string, string?> values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"{CoordinatorParticipantOptions.SectionName}:{value.Key}", value.Value)))
        .Build()
        .GetSection(CoordinatorParticipantOptions.SectionName);
}
