using Coordinator.Contracts.Messages;
using Coordinator.Harness.Processes;
using Coordinator.Participants;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.EndToEnd.Tests;

/// <summary>A server that is started in the directory of a service, and reads the same <c>appsettings.json</c>.</summary>
public sealed class SharedSettingsSpec
{
    private const string Settings =
        """
        {
          "Coordinator": { "TransactionTimeout": "20s" },
          "CoordinatorParticipant": {
            "ContactPoints": ["127.0.0.1:PORT"],
            "ProducerGroup": "orders",
            "CommandTimeout": "00:00:30",
            "Stock": { "Concurrency": 2 }
          }
        }
        """;

    [Fact]
    public async Task One_file_configures_server_and_service()
    {
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "appsettings.json");
        var port = $"{FreePorts.Take(1)[0]}";
        await File.WriteAllTextAsync(file, Settings.Replace("PORT", port, StringComparison.Ordinal));
        var command = CoordinatorCommand.In(Path.Combine(directory.Path, "data"), "--remoting.port", port) with
        {
            Prepare = start => start.WorkingDirectory = directory.Path,
        };
        await using var coordinator = await CoordinatorProcess.StartReadyAsync(command);

        using var service = Service(file);
        await service.StartAsync();
        var producer = service.Services.GetRequiredService<ITransactionalProducer>();
        await producer.PrepareAsync([new Message { Topic = new("orders.paid") }]);

        await service.StopAsync();
    }

    private static IHost Service(string settings)
    {
        var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        app.Logging.SetMinimumLevel(LogLevel.None);
        app.Configuration.AddJsonFile(settings);
        var section = app.Configuration.GetSection(CoordinatorParticipantOptions.SectionName);
        app.Services.AddCoordinatorParticipant(options => options.ReadFrom(section))
            .UseChecker((_, _) => Task.FromResult(CheckResult.InProgress()))
            .AddConsumer("orders", "stock.taken", (_, _) => Task.CompletedTask, consumer => consumer.ReadFrom(section.GetSection("Stock")));
        return app.Build();
    }
}
