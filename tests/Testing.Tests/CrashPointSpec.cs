using System.Reflection;
using Coordinator.Participants.Crashes;
using Coordinator.Testing.Crashes;

namespace Coordinator.Testing.Tests;

public sealed class CrashPointSpec
{
    private static readonly string[] Constants =
        [.. typeof(CrashPoints).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_moment_of_the_library_is_a_crash_point() => Assert.Equal(Constants, CrashPoint.All.Select(point => point.Name));

    [Fact]
    public void Every_crash_point_has_a_name_for_tests()
    {
        var named = typeof(CrashPoint).GetProperties(BindingFlags.Static | BindingFlags.Public)
            .Where(property => property.PropertyType == typeof(CrashPoint))
            .Select(property => (property.Name, Point: (CrashPoint)property.GetValue(null)!));

        Assert.All(named, property => Assert.Equal(property.Name, property.Point.Name));
        Assert.Equal(CrashPoint.All, named.Select(property => property.Point));
    }

    [Fact]
    public void Moment_without_the_attribute_is_refused() =>
        Assert.Contains("'Nowhere' must be a constant of CrashPoints", Assert.Throws<InvalidOperationException>(() => CrashPoint.Of("Nowhere")).Message, StringComparison.Ordinal);
}
