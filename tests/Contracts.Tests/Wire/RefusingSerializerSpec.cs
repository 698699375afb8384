using System.Runtime.Serialization;
using Coordinator.Contracts.Wire;

namespace Coordinator.Contracts.Tests.Wire;

public sealed class RefusingSerializerSpec(WireSystem system) : IClassFixture<WireSystem>
{
    private const int AkkasJson = 1;

    [Fact]
    public void Json_bytes_that_name_a_type_are_refused()
    {
        var bytes = """{"$type":"System.IO.FileInfo, System.Private.CoreLib","fileName":"/etc/passwd"}"""u8.ToArray();
        Assert.Throws<SerializationException>(() => system.Serialization.Deserialize(bytes, AkkasJson, typeof(FileInfo)));
        Assert.Throws<SerializationException>(
            () => system.Serialization.Deserialize(bytes, AkkasJson, "System.IO.FileInfo, System.Private.CoreLib"));
    }

    [Fact]
    public void Object_without_a_serializer_of_its_own_is_not_written()
    {
        var serializer = system.Serialization.FindSerializerForType(typeof(Version));
        Assert.IsType<RefusingSerializer>(serializer);
        Assert.Throws<SerializationException>(() => serializer.ToBinary(new Version(1, 0)));
    }
}
