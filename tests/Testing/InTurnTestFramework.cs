using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Coordinator.Testing;

/// <summary>
/// Assemblies with this framework run their tests one assembly after the other, though <c>dotnet test</c> starts all at once: each of
/// them fills the machine with processes of its own, and would try the patience of the others.
/// </summary>
public sealed class InTurnTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    private static readonly string Machine = Path.Combine(Path.GetTempPath(), $"coordinator-tests-{Environment.UserName}.turn");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var patience = new CancellationTokenSource(Patience);
            using var turn = await MachineTurn.TakeAsync(Machine, patience.Token);
            using var runner = new XunitTestAssemblyRunner(
                TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }
}
