using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>What every <see cref="InstanceMove"/> works with.</summary>
internal sealed record MoveTools(INova Nova, MoveJournal Journal, ServerWatcher Watcher, WaitOptions Waits, TimeProvider Clock, ILogger<InstanceMove> Logger);
