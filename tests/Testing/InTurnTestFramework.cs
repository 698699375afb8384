using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Coordinator.Testing;

/// <summary>
/// Runs the tests of assemblies with this framework one assembly after the other, although <c>dotnet test</c> starts all at
/// once. Each of them uses the whole machine, for processes of its own or for many cases, so the others would time out.
/// </summary>
public sealed class InTurnTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    private static readonly string Machine = Path.Combine(Path.GetTempPath(), $"coordinator-tests-{Environment.UserName}.turn");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(45);

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
