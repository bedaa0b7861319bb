namespace Masakari.Host.Sandbox;

/// <summary>The sandbox run failed; the message says why.</summary>
internal sealed class StoryException(string message) : Exception(message);
