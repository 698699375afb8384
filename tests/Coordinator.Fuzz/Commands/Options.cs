using System.CommandLine;
using System.Security.Cryptography;
using Coordinator.Common;
using Coordinator.Fuzz.Layers;

namespace Coordinator.Fuzz.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public const string AllLayers = "all";

    public static Option<int?> Seed() => new("--seed") { Description = "Seed of all bytes. Default: a new one, which is printed" };

    public static int SeedOf(int? given) => given ?? RandomNumberGenerator.GetInt32(1, 1_000_000);

    public static Option<string> DurationOf(string usually, string description)
    {
        var option = new Option<string>("--duration") { Description = description, HelpName = "TIME", DefaultValueFactory = _ => usually };
        option.Validators.Add(result =>
        {
            var given = result.GetValueOrDefault<string>() ?? "";
            if (!Duration.TryParse(given, out var duration) || duration <= TimeSpan.Zero)
                result.AddError($"--duration must be {Duration.Allowed}, but is '{given}'.");
        });
        return option;
    }

    public static TimeSpan Parse(string duration) => Duration.TryParse(duration, out var parsed) ? parsed : throw new FuzzException($"'{duration}' is no duration.");

    public static Option<string> Layers()
    {
        var option = new Option<string>("--layers")
        {
            Description = $"Layers to attack, separated by commas ('list' shows them), or {AllLayers}",
            HelpName = "LAYER,LAYER",
            DefaultValueFactory = _ => AllLayers,
        };
        option.Validators.Add(result =>
        {
            var names = Names(result.GetValueOrDefault<string>());
            if (names.Length == 0)
                result.AddError($"--layers must name a layer, or {AllLayers}, but is empty.");
            foreach (var unknown in names.Where(name => name != AllLayers && LayerCatalog.Find(name) is null))
                result.AddError($"Unknown layer {unknown} in --layers. The command list shows all layers.");
        });
        return option;
    }

    public static IReadOnlyList<ILayer> LayersOf(string list)
    {
        var names = Names(list);
        return names.Contains(AllLayers) ? LayerCatalog.All : [.. LayerCatalog.All.Where(layer => names.Contains(layer.Name))];
    }

    public static Option<long> AtLeast(string name, string description, long least, long usually)
    {
        var option = new Option<long>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usually };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < least)
                result.AddError($"{name} must be at least {least}, but is {result.GetValueOrDefault<long>()}.");
        });
        return option;
    }

    private static string[] Names(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
