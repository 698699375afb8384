using System.Text.Json.Serialization;

namespace Coordinator.Bench.Comparing;

/// <summary>Judgement of B against A.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparisonVerdict>))]
internal enum ComparisonVerdict
{
    [JsonStringEnumMemberName("undecided")]
    Undecided,

    [JsonStringEnumMemberName("better")]
    Better,

    [JsonStringEnumMemberName("worse")]
    Worse,
}
