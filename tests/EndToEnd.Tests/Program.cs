return await Coordinator.EndToEnd.Tests.Participants.DoomedParticipant.RunAsync(args);
