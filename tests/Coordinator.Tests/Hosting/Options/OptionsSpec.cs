using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Harness;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Sessions;
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
    [InlineData("transactionTimeout", "soon", "transactionTimeout must be a duration")]
    [InlineData("transactionTimeout", "1ms", "transactionTimeout must be between 100ms and 1d, but is 1ms.")]
    [InlineData("transactionCheckMax", "0", "transactionCheckMax must be between 1 and 1000, but is 0.")]
    [InlineData("transactionCheckMax", "many", "transactionCheckMax must be a whole number, but is 'many'.")]
    [InlineData("remoting.port", "70000", "remoting.port must be between 0 and 65535, but is 70000.")]
    [InlineData("remoting.host", "10.0.0.1", "remoting.host is 10.0.0.1, which other machines reach: set remoting.tlsCertificate")]
    [InlineData("remoting.tlsCertificate", "/nowhere.pfx", "but there is no file /nowhere.pfx.")]
    [InlineData("http.port", "-1", "http.port must be between 0 and 65535, but is -1.")]
    [InlineData("http.allowedHosts", "https://node.internal", "http.allowedHosts must be a list of host names without scheme and port, but has 'https://node.internal'.")]
    [InlineData("http.allowedHosts", "a.internal,b.internal:80", "but has 'b.internal:80'.")]
    [InlineData("http.tokenFile", "/nowhere", "http.tokenFile must name a file, but there is no file /nowhere.")]
    [InlineData("http.allowRemoteAdministration", "true", "http.allowRemoteAdministration needs http.tokenFile: without a token")]
    [InlineData("sessions.limit", "0", "sessions.limit must be between 1 and 100000, but is 0.")]
    [InlineData("sessions.timeout", "1s", "sessions.timeout must be at least twice heartbeatInterval (4s), but is 1s.")]
    [InlineData("cluster.seeds", "nowhere", "cluster.seeds must be a list of host:port, but has 'nowhere'.")]
    [InlineData("cluster.seeds", "10.0.0.1:4053", "cluster.seeds needs postgres or postgresFile")]
    [InlineData("cluster.seedTimeout", "500ms", "cluster.seedTimeout must be between 1s and 10m, but is 500ms.")]
    [InlineData("postgres", "Hots=x", "postgres must be a connection string of PostgreSQL")]
    [InlineData("postgresTimeout", "2d", "postgresTimeout must be between 0s and 1d, but is 2d.")]
    [InlineData("dataDirectory", " ", "dataDirectory must be a path, but is empty.")]
    [InlineData("topics.queuesPerTopic", "0", "topics.queuesPerTopic must be between 1 and 256, but is 0.")]
    [InlineData("delivery.maxAttempts", "0", "delivery.maxAttempts must be between 1 and 1000, but is 0.")]
    [InlineData("delivery.retryLevels", "10s soon", "delivery.retryLevels must be durations separated by blanks, each up to 40d, but has 'soon'.")]
    [InlineData("delivery.maxPendingBytes", "5KiB", "delivery.maxPendingBytes must be between 1MiB and 16GiB, but is 5KiB.")]
    [InlineData("checkPatience", "2s", "checkPatience must be at least checkTimeout (5s), but is 2s.")]
    [InlineData("appendRetryMax", "0", "appendRetryMax must be between 1 and 1000, but is 0.")]
    [InlineData("journal", "Fast", "journal must be GroupCommit or Stock, but is 'Fast'.")]
    [InlineData("journal", "2", "journal must be GroupCommit or Stock, but is '2'.")]
    public void Bad_value_is_named_with_its_key_and_what_is_allowed(string key, string value, string problem) =>
        Assert.Contains(Read($"--{key}={value}"), line => line.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("--transactionTimeot", "Did you mean --transactionTimeout?")]
    [InlineData("--portt", "Unknown option --portt. Did you mean --remoting.port or --http.port?")]
    [InlineData("--hlep", "Unknown option --hlep. Did you mean --help?")]
    [InlineData("shcema", "Unknown command 'shcema'. Did you mean schema?")]
    [InlineData("secret", "The command secret needs: hash.")]
    [InlineData("--somethingElseAltogether", "Unknown option --somethingElseAltogether.")]
    [InlineData("serve", "Options are written --key value.")]
    [InlineData("--transactionTimeout", "Option --transactionTimeout needs a value.")]
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

    [Fact]
    public void Retention_of_single_topics_is_read_from_a_text_and_from_configuration()
    {
        Assert.Empty(Read("--retention.messagesByTopic", "audit=365d,clicks=12h", "--retention.evenIfUnread", "clicks"));
        Assert.Equal(TimeSpan.FromHours(12), _options.QueueRetention.Of(new Topic("clicks")));
        Assert.Equal(TimeSpan.FromDays(7), _options.QueueRetention.Of(new Topic("orders.paid")));
        Assert.True(_options.QueueRetention.IsEvenIfUnread(new Topic("clicks")));
        Assert.False(_options.QueueRetention.IsEvenIfUnread(new Topic("audit")));

        Assert.Empty(ReadPairs(("retention:messagesByTopic:orders.paid", "30d"), ("retention:evenIfUnread:0", "*")));
        Assert.Equal(TimeSpan.FromDays(30), _options.QueueRetention.Of(new Topic("orders.paid")));
        Assert.True(_options.QueueRetention.IsEvenIfUnread(new Topic("audit")));
    }

    [Fact]
    public void Retention_of_a_single_topic_has_a_range() => Assert.Equal(
        ["retention.messagesByTopic.audit must be between 1s and 3650d, but is 4000d."], Read("--retention.messagesByTopic", "audit=4000d"));

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

    [Theory]
    [InlineData("help", NodeCommand.Help)]
    [InlineData("-h", NodeCommand.Help)]
    [InlineData("schema --help", NodeCommand.Help)]
    [InlineData("--version", NodeCommand.Version)]
    [InlineData("schema apply --dataDirectory here", NodeCommand.SchemaApply)]
    [InlineData("schema print", NodeCommand.SchemaPrint)]
    [InlineData("secret hash", NodeCommand.SecretHash)]
    [InlineData("--dataDirectory here", NodeCommand.Run)]
    internal void Command_is_read_before_its_options(string arguments, NodeCommand command)
    {
        var commandLine = CommandLine.Parse(arguments.Split(' '), [.. _options.Sections().SelectMany(section => section.Keys())]);

        Assert.Equal((command, 0), (commandLine.Command, commandLine.Problems.Count));
    }

    [Fact]
    public void Range_of_the_lease_is_that_of_a_subscription() => Assert.Equal(
        $"{Duration.Write(Subscribe.LeaseRange.Min)} to {Duration.Write(Subscribe.LeaseRange.Max)}",
        OptionRange.Of(typeof(DeliveryOptions).GetProperty(nameof(DeliveryOptions.Lease))!)!.ToString());

    [Fact]
    public void Participants_are_read_from_configuration()
    {
        Assert.Empty(ReadPairs(
            ("sessions:participants:0:name", "orders-service"),
            ("sessions:participants:0:secret", "sixteen characters"),
            ("sessions:participants:0:producerGroups:0", "orders"),
            ("sessions:participants:0:publish:0", "orders.*"),
            ("sessions:participants:0:consumerGroups:0", "orders"),
            ("sessions:participants:0:subscribe:0", "stock.taken")));

        var participant = Assert.Single(_options.Sessions.Participants);
        Assert.Equal(("orders-service", "orders"), (participant.Name, Assert.Single(participant.ProducerGroups)));
        Assert.Equal(("orders.*", "stock.taken"), (Assert.Single(participant.Publish), Assert.Single(participant.Subscribe)));
    }

    [Fact]
    public void Participant_with_a_short_secret_is_refused() =>
        Assert.Contains(
            ReadPairs(("sessions:participants:0:name", "orders-service"), ("sessions:participants:0:secret", "short")),
            line => line.Contains("at least 16", StringComparison.Ordinal));

    [Theory]
    [InlineData("short", "http.tokenFile must hold a token of at least 32 characters, but {0} has 5.")]
    [InlineData("two words 0123456789abcdef0123456789abcdef", "http.tokenFile must hold one token of ASCII characters without blanks, but {0} has others.")]
    public void Token_that_is_short_or_broken_is_refused_and_not_shown(string token, string problem)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("token"), $"{token}\n");

        var said = Assert.Single(Read("--http.tokenFile", directory.File("token")));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, problem, directory.File("token")), said);
        Assert.DoesNotContain(token, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Administration_for_others_is_accepted_with_a_token()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("token"), new string('t', 32));

        Assert.Empty(Read("--http.tokenFile", directory.File("token"), "--http.allowRemoteAdministration", "--http.host", "0.0.0.0"));
    }

    [Fact]
    public void Certificate_of_two_participants_without_a_secret_is_refused() => Assert.Contains(
        ReadPairs(
            ("sessions:participants:0:name", "orders-service"),
            ("sessions:participants:0:certificate", "services.example"),
            ("sessions:participants:0:producerGroups:0", "orders"),
            ("sessions:participants:1:name", "stock-service"),
            ("sessions:participants:1:certificate", "Services.example"),
            ("sessions:participants:1:producerGroups:0", "stock")),
        line => line.Contains("services.example is that of orders-service and stock-service.", StringComparison.Ordinal));

    [Fact]
    public void File_that_is_no_certificate_is_refused()
    {
        var file = typeof(OptionsSpec).Assembly.Location;

        Assert.Contains(
            Read("--remoting.tlsCertificate", file),
            line => line.StartsWith($"remoting.tlsCertificate {file} cannot be used: ", StringComparison.Ordinal));
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
    public void Help_lists_every_option_by_capability_with_default_range_and_meaning()
    {
        var help = HelpText.Of(_options);

        foreach (var section in _options.Sections())
        {
            Assert.Contains($"{Environment.NewLine}{section.Title}{Environment.NewLine}", help, StringComparison.Ordinal);
            Assert.All(section.Keys(), key => Assert.Contains($"  {(key.IsText ? "--" : "")}{key.Name} (", help, StringComparison.Ordinal));
        }

        Assert.Contains("--transactionTimeout (default 10s; 100ms to 1d)", help, StringComparison.Ordinal);
        Assert.Contains("--journal (default GroupCommit)", help, StringComparison.Ordinal);
        Assert.Contains("--topics.tailBytes (default 8MiB; 64KiB to 1GiB)", help, StringComparison.Ordinal);
        Assert.Contains("Time from a prepare to its first check", help, StringComparison.Ordinal);
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
