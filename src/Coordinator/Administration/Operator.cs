using Coordinator.Contracts.Common;

namespace Coordinator.Administration;

/// <summary>Who asks for a change, and why: both are kept, so neither may be missing.</summary>
internal interface IOperatorRequest
{
    string? Who { get; }

    string? Why { get; }
}

internal static class OperatorRules
{
    private const int LongestWho = 256;

    public static void Require(IOperatorRequest request)
    {
        RequireText("who", request.Who, LongestWho);
        RequireText("why", request.Why, TextLimit.MaxLength);
    }

    private static void RequireText(string name, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw RefusedRequest.Invalid($"{name} is missing; every change is kept with who made it and why.");
        if (text.Length > longest)
            throw RefusedRequest.Invalid($"{name} has {text.Length} characters; at most {longest} are allowed.");
    }
}
