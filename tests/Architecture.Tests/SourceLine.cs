using Microsoft.CodeAnalysis;

namespace Coordinator.Architecture.Tests;

/// <summary>Counts lines as editors do, from 1.</summary>
internal static class SourceLine
{
    public static int Of(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
