using System.Data.Common;

namespace Masakari.Core.Persistence.OffThread;

/// <summary>A call of the driver was given up: it neither came back nor failed within the limits.</summary>
internal sealed class NoAnswerException(string message) : DbException(message);
