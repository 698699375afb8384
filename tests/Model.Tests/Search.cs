using System.Diagnostics;
using Coordinator.Harness;

namespace Coordinator.Model.Tests;

/// <summary>How Spin looks through a model: <c>spin -a</c>, the C compiler, <c>pan</c>, and the trail when it found something.</summary>
/// <param name="Model">The file.</param>
/// <param name="Defines">Bounds, a broken variant, what to look for.</param>
/// <param name="Compiler">What kind of verifier.</param>
/// <param name="Pan">What the verifier is told.</param>
internal sealed record Search(string Model, IReadOnlyList<string> Defines, string Compiler, string Pan)
{
    // Far beyond what any search needs: it gives way to all other tests, and a busy machine is no reason to fail.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // Under 2 GB whatever happens; no partial order reduction, which has nothing to work on where all variables are shared.
    private const string CompilerAlways = "-w -DNOREDUCE -DNOBOUNDCHECK -DMEMLIM=1900";

    /// <summary>For the assertions, in every state.</summary>
    public static Search Everywhere(string model, params IReadOnlyList<string> defines) =>
        new(model, defines, "-O2 -DSAFETY -DNOCLAIM -DNOFAIR", "-w24");

    /// <summary>For one assertion, nearest first: the trail is the shortest that there is.</summary>
    public static Search Nearest(string model, string property, params IReadOnlyList<string> defines) =>
        new(model, [.. defines, $"ONLY={property}"], "-O0 -DSAFETY -DNOCLAIM -DBFS", "-w22");

    /// <summary>For fair runs without end that break the claim.</summary>
    public static Search Fair(string model, string claim, params IReadOnlyList<string> defines) =>
        new(model, [.. defines, "LIVENESS", $"CLAIM_{claim.ToUpperInvariant()}", "ONLY=0"], "-O2 -DNFAIR=4", "-a -f -w24");

    /// <summary>As <see cref="Fair" />, where one such run is expected soon: the compiler would take longer than the search.</summary>
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
