using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Coordinator.Topics.Log;

/// <summary>An append that waits, and the actor to answer.</summary>
internal sealed record WaitingAppend(AppendToQueue Command, IActorRef ReplyTo, long Bytes);
