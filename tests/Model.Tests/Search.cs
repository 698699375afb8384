using System.Diagnostics;
using Coordinator.Harness;

namespace Coordinator.Model.Tests;

/// <summary>
/// Search of a model with Spin: <c>spin -a</c>, the C compiler, <c>pan</c>, and the trail when it finds an error.
/// </summary>
/// <param name="Model">File of the model.</param>
/// <param name="Defines">Macros: bounds, a broken variant, the property to check.</param>
/// <param name="Compiler">Compiler options, which choose the kind of verifier.</param>
/// <param name="Pan">Options of the verifier.</param>
internal sealed record Search(string Model, IReadOnlyList<string> Defines, string Compiler, string Pan)
{
    // Far beyond the time that any search needs: it yields to all other tests, and a busy machine is no reason to fail.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // Stay under 2 GB. Partial order reduction gains nothing where all variables are shared.
    private const string CompilerAlways = "-w -DNOREDUCE -DNOBOUNDCHECK -DMEMLIM=1900";

    /// <summary>Searches every state for failing assertions.</summary>
    public static Search Everywhere(string model, params IReadOnlyList<string> defines) =>
        new(model, defines, "-O2 -DSAFETY -DNOCLAIM -DNOFAIR", "-w24");

    /// <summary>Searches for one failing assertion, nearest first, so that the trail is the shortest.</summary>
    public static Search Nearest(string model, string property, params IReadOnlyList<string> defines) =>
        new(model, [.. defines, $"ONLY={property}"], "-O0 -DSAFETY -DNOCLAIM -DBFS", "-w22");

    /// <summary>Searches for fair infinite runs that break the claim.</summary>
    public static Search Fair(string model, string claim, params IReadOnlyList<string> defines) =>
        new(model, [.. defines, "LIVENESS", $"CLAIM_{claim.ToUpperInvariant()}", "ONLY=0"], "-O2 -DNFAIR=4", "-a -f -w24");

    /// <summary>
    /// Searches as <see cref="Fair" /> does, where such a run is expected soon: the compiler would take longer than the search.
    /// </summary>
    public static Search FairAndSoon(string model, string claim, params IReadOnlyList<string> defines) =>
        Fair(model, claim, defines) with { Compiler = "-O0 -DNFAIR=4" };

    public async Task<Finding> RunAsync()
    {
        if (SpinTools.Absence is { } absence)
            throw new InvalidOperationException(absence);
        using var directory = new TempDirectory();
        File.Copy(Path.Combine(AppContext.BaseDirectory, Model), directory.File(Model));
        var defines = string.Join(' ', Defines.Select(define => $"-D{define}"));
        await MakeAsync(directory, "spin", $"{defines} -a {Model}", product: "pan.c");
        await MakeAsync(directory, "gcc", $"{CompilerAlways} {Compiler} -o pan pan.c", product: "pan");
        var output = await RunAsync(directory, directory.File("pan"), $"-n -m100000 {Pan}");
        var trail = File.Exists(directory.File($"{Model}.trail"))
            ? await RunAsync(directory, "spin", $"-T -t {defines} {Model}")
            : "";
        return new Finding(this, output, Finding.Steps(trail));
    }

    public override string ToString() => $"{Model} {string.Join(' ', Defines)}";

    private static async Task MakeAsync(TempDirectory directory, string program, string arguments, string product)
    {
        var output = await RunAsync(directory, program, arguments);
        if (!File.Exists(directory.File(product)))
            throw new InvalidOperationException($"{program} {arguments} made no {product}: {output}");
    }

    private static async Task<string> RunAsync(TempDirectory directory, string program, string arguments)
    {
        var start = new ProcessStartInfo("nice", $"-n 19 {program} {arguments}")
        {
            WorkingDirectory = directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return output + await errors;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
