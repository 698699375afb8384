using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Sessions;
using Coordinator.Testing;
using Microsoft.Extensions.Configuration;

namespace Coordinator.Tests.Hosting.Options;

public sealed class OptionsSpec
{
    private readonly CoordinatorOptions _options = new();

    [Fact]
    public void Defaults_have_no_problem() => Assert.Empty(_options.Problems());

    [Fact]
    public void Names_of_the_seed_stand_at_the_top()
    {
        Assert.Empty(Read("--transactionTimeout", "20s", "--transactionCheckInterval=500ms", "--TransactionCheckMax", "3"));

        Assert.Equal(TimeSpan.FromSeconds(20), _options.CheckSchedule.TransactionTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(500), _options.CheckSchedule.TransactionCheckInterval);
        Assert.Equal(3, _options.CheckSchedule.TransactionCheckMax);
    }

    [Theory]
    [InlineData("transactionTimeout", "soon", "allowed is a duration")]
    [InlineData("transactionTimeout", "1ms", "transactionTimeout is 00:00:00.0010000; allowed are")]
    [InlineData("transactionCheckMax", "0", "transactionCheckMax is 0; allowed are 1 to 1000")]
    [InlineData("transactionCheckMax", "many", "allowed is a whole number")]
    [InlineData("remoting.port", "70000", "remoting.port is 70000; allowed are 0 to 65535")]
    [InlineData("remoting.host", "10.0.0.1", "remoting.host is 10.0.0.1, which is reached from elsewhere")]
    [InlineData("remoting.tlsCertificate", "/nowhere.pfx", "there is no such file")]
    [InlineData("http.port", "-1", "http.port is -1")]
    [InlineData("sessions.limit", "0", "sessions.limit is 0; allowed are 1 to 100000")]
    [InlineData("sessions.timeout", "1s", "sessions.timeout is 00:00:01; allowed are 00:00:04")]
    [InlineData("cluster.seeds", "nowhere", "allowed is host:port")]
    [InlineData("cluster.seeds", "10.0.0.1:4053", "cluster.seeds is given without postgres")]
    [InlineData("cluster.seedTimeout", "500ms", "cluster.seedTimeout is 00:00:00.5000000; allowed are 00:00:01 to 00:10:00")]
    [InlineData("postgres", "Hots=x", "postgres is no connection string")]
    [InlineData("postgresTimeout", "2d", "postgresTimeout is 2.00:00:00; allowed are 00:00:00 to 1.00:00:00")]
    [InlineData("dataDirectory", " ", "dataDirectory is empty")]
    [InlineData("topics.queuesPerTopic", "0", "topics.queuesPerTopic")]
    [InlineData("delivery.maxAttempts", "0", "delivery.maxAttempts")]
    [InlineData("delivery.retryLevels", "10s soon", "delivery.retryLevels")]
    [InlineData("appendRetryMax", "0", "appendRetryMax is 0")]
    [InlineData("journal", "Fast", "journal is 'Fast'; allowed is GroupCommit or Stock")]
    [InlineData("journal", "2", "journal is '2'; allowed is GroupCommit or Stock")]
    public void Bad_value_is_named_with_its_key_and_what_is_allowed(string key, string value, string problem) =>
        Assert.Contains(Read($"--{key}={value}"), line => line.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("--transactionTimeot", "Did you mean --transactionTimeout?")]
    [InlineData("--port", "Did you mean --remoting.port?")]
    [InlineData("--somethingElseAltogether", "is no option.")]
    [InlineData("serve", "options are written --key value")]
    [InlineData("--transactionTimeout", "has no value")]
    public void Unknown_argument_is_refused_with_the_nearest_name(string argument, string problem) =>
        Assert.Contains(Read(argument), line => line.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void All_problems_are_said_at_once() =>
        Assert.Equal(3, Read("--transactionTimeout", "soon", "--nonsense", "1", "--http.port", "-1").Count);

    [Fact]
    public void Lists_and_switches_are_read_from_a_text()
    {
        Assert.Empty(Read("--topics.queues", "orders.paid=8,stock=1", "--remoting.allowPlaintext", "--sessions.limit", "7"));

        Assert.Equal(8, _options.Topics.Queues["orders.paid"]);
        Assert.True(_options.Remoting.AllowPlaintext);
        Assert.Equal(7, _options.Sessions.Limit);
    }

    [Theory, InlineData("Stock"), InlineData("stock")]
    public void Journal_is_chosen_by_its_name(string name)
    {
        Assert.Empty(Read("--journal", name));

        Assert.Equal(JournalKind.Stock, _options.Storage.Journal);
    }

    [Fact]
    public void Unknown_key_of_the_environment_is_refused_too() =>
        Assert.Contains(
            ReadPairs(("sesions:limit", "1")), line => line.Contains("Did you mean sessions.limit?", StringComparison.Ordinal));

    [Fact]
    public void Participants_are_read_from_configuration()
    {
        Assert.Empty(ReadPairs(
            ("sessions:participants:0:name", "orders-service"),
            ("sessions:participants:0:secret", "sixteen characters"),
            ("sessions:participants:0:producerGroups:0", "orders")));

        var participant = Assert.Single(_options.Sessions.Participants);
        Assert.Equal(("orders-service", "orders"), (participant.Name, Assert.Single(participant.ProducerGroups)));
    }

    [Fact]
    public void Participant_with_a_short_secret_is_refused() =>
        Assert.Contains(
            ReadPairs(("sessions:participants:0:name", "orders-service"), ("sessions:participants:0:secret", "short")),
            line => line.Contains("at least 16", StringComparison.Ordinal));

    [Fact]
    public void File_that_is_no_certificate_is_refused()
    {
        var file = typeof(OptionsSpec).Assembly.Location;

        Assert.Contains(
            Read("--remoting.tlsCertificate", file),
            line => line.StartsWith($"remoting.tlsCertificate is {file}, which cannot be used: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Certificate_without_its_private_key_or_with_another_password_is_refused()
    {
        using var directory = new TempDirectory();
        var (bare, locked) = (Path.Combine(directory.Path, "bare.pfx"), Path.Combine(directory.Path, "locked.pfx"));
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        using var publicPart = X509CertificateLoader.LoadCertificate(certificate.RawData);
        File.WriteAllBytes(bare, publicPart.Export(X509ContentType.Pfx));
        File.WriteAllBytes(locked, certificate.Export(X509ContentType.Pfx, "secret"));

        Assert.Contains(Read("--remoting.tlsCertificate", bare), line => line.Contains("has no private key", StringComparison.Ordinal));
        Assert.Contains(Read("--remoting.tlsCertificate", locked), line => line.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_lists_every_option_with_its_default_environment_name_and_meaning()
    {
        var help = HelpText.Of(_options);

        foreach (var key in _options.Sections().SelectMany(section => section.Keys()))
        {
            Assert.Contains(key.Name, help, StringComparison.Ordinal);
            Assert.Contains(key.EnvironmentName, help, StringComparison.Ordinal);
        }

        Assert.Contains("--transactionTimeout (10s)", help, StringComparison.Ordinal);
        Assert.Contains("--journal (GroupCommit)", help, StringComparison.Ordinal);
        Assert.Contains("From a prepare to its first check", help, StringComparison.Ordinal);
    }

    private List<string> Read(params string[] arguments)
    {
        var commandLine = CommandLine.Parse(arguments, [.. _options.Sections().SelectMany(section => section.Keys())]);
        return [.. commandLine.Problems, .. ReadPairs([.. commandLine.Values.Select(value => (value.Key, value.Value))])];
    }

    private IReadOnlyList<string> ReadPairs(params (string Key, string Value)[] values) => OptionsReader.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
            .Build(),
        _options);
}
