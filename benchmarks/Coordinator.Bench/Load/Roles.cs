using System.CommandLine;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Load;

/// <summary>Hidden commands that this program runs in child processes.</summary>
internal static class Roles
{
    public static Command Produce()
    {
        var role = new Role("produce");
        var number = role.Add<int>("--number");
        var inFlight = role.Add<int>("--in-flight");
        var size = role.Add<int>("--size");
        var rate = role.Add<double?>("--rate");
        var unknown = role.Add<double>("--unknown");
        var rollback = role.Add<double>("--rollback");
        var samples = role.Add<bool>("--samples");
        return role.Does((coordinator, directory, parsed, ct) => ProducerProcess.RunAsync(
            coordinator,
            directory,
            new ProducerPlan(
                parsed.GetValue(number),
                parsed.GetValue(inFlight),
                parsed.GetValue(size),
                parsed.GetValue(rate),
                parsed.GetValue(unknown),
                parsed.GetValue(rollback),
                parsed.GetValue(samples)),
            ct));
    }

    public static Command Consume()
    {
        var role = new Role("consume");
        var group = role.Add<string>("--group");
        var fromEnd = role.Add<bool>("--from-end");
        var arrivals = role.Add<bool>("--arrivals");
        var samples = role.Add<bool>("--samples");
        var declines = role.Add<int?>("--declines");
        return role.Does((coordinator, directory, parsed, ct) => ConsumerProcess.RunAsync(
            coordinator,
            directory,
            new ConsumerPlan(
                parsed.GetRequiredValue(group), parsed.GetValue(fromEnd), parsed.GetValue(arrivals), parsed.GetValue(samples), parsed.GetValue(declines)),
            ct));
    }

    public static Command Hang()
    {
        var role = new Role("hang");
        var number = role.Add<int>("--number");
        var count = role.Add<int>("--count");
        var inFlight = role.Add<int>("--in-flight");
        var answer = role.Add<double>("--answer-ms");
        var rollbackEvery = role.Add<int>("--rollback-every");
        var undecided = role.Add<bool>("--undecided");
        return role.Does((coordinator, directory, parsed, ct) => HangingProcess.RunAsync(
            coordinator,
            directory,
            new HangingPlan(
                parsed.GetValue(number),
                parsed.GetValue(count),
                parsed.GetValue(inFlight),
                TimeSpan.FromMilliseconds(parsed.GetValue(answer)),
                parsed.GetValue(rollbackEvery),
                parsed.GetValue(undecided)),
            ct));
    }

    public static Command Serve()
    {
        var role = new Role("serve");
        var number = role.Add<int>("--number");
        var inFlight = role.Add<int>("--in-flight");
        var rate = role.Add<double>("--rate");
        var database = role.AddDatabase();
        var keep = role.Add<double?>("--keep-seconds");
        return role.Does((coordinator, _, parsed, ct) => ServiceProcess.RunAsync(
            coordinator,
            new ServicePlan(
                parsed.GetValue(number),
                parsed.GetValue(inFlight),
                parsed.GetValue(rate),
                database(parsed),
                parsed.GetValue(keep) is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            ct));
    }

    public static Command Handle()
    {
        var role = new Role("handle");
        var group = role.Add<string>("--group");
        var database = role.AddDatabase();
        var keep = role.Add<double>("--keep-seconds");
        var rejectsFirst = role.Add<bool>("--rejects-first");
        return role.Does((coordinator, _, parsed, ct) => HandlerProcess.RunAsync(
            coordinator,
            new HandlerPlan(
                parsed.GetRequiredValue(group),
                database(parsed),
                TimeSpan.FromSeconds(parsed.GetValue(keep)),
                parsed.GetValue(rejectsFirst)),
            ct));
    }

    /// <summary>Hidden command of one role.</summary>
    private sealed class Role
    {
        private readonly Command _command;
        private readonly Option<string> _coordinator;
        private readonly Option<string> _directory;

        public Role(string name)
        {
            _command = new Command(name) { Hidden = true };
            _coordinator = Add<string>("--coordinator");
            _directory = Add<string>("--directory");
        }

        public Option<T> Add<T>(string name)
        {
            var option = new Option<T>(name);
            _command.Add(option);
            return option;
        }

        /// <summary>Adds the options of a service's database, and returns the function that reads them.</summary>
        public Func<ParseResult, ServiceDatabase> AddDatabase()
        {
            var storage = Add<StorageKind>("--storage");
            var database = Add<string>("--database");
            return parsed => new ServiceDatabase(parsed.GetValue(storage), parsed.GetRequiredValue(database));
        }

        public Command Does(Func<string, string, ParseResult, CancellationToken, Task<int>> runAsync)
        {
            _command.SetAction((parsed, ct) => runAsync(
                parsed.GetRequiredValue(_coordinator), parsed.GetRequiredValue(_directory), parsed, ct));
            return _command;
        }
    }
}
