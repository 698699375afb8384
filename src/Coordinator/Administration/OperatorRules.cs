using Coordinator.Contracts.Common;

namespace Coordinator.Administration;

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
            throw RefusedRequest.Invalid($"{name} must not be empty: every change is recorded with its author and reason.");
        if (text.Length > longest)
            throw RefusedRequest.Invalid($"{name} must have at most {longest} characters, but has {text.Length}.");
    }
}
