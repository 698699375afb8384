using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Topics.Catalog;

/// <summary>Which queue of its topic a message goes to: always the same one for the same ordering key.</summary>
/// <remarks>
/// FNV-1a (64 bit) over the UTF-8 bytes, finished by MurmurHash3's mixer so that every bit counts, then the remainder.
/// This must never change: messages of one ordering key would find themselves in two queues.
/// </remarks>
internal static class MessageRouter
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int StackLimit = 1024;

    public static int Route(Message message, TransactionId transaction, int index, int queueCount)
    {
        if (queueCount == 1)
            return 0;
        var hash = message.OrderingKey is { } key
            ? Hash(OffsetBasis, key)
            : (Hash(OffsetBasis, transaction.Value) ^ (uint)index) * Prime;
        return (int)(Mix(hash) % (ulong)queueCount);
    }

    private static ulong Hash(ulong hash, string text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
        foreach (var b in buffer[..Encoding.UTF8.GetBytes(text, buffer)])
            hash = (hash ^ b) * Prime;
        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
