using Masakari.Host.Cli;

return await CommandLine.RunAsync(CalledAs.Arguments(CalledAs.Program(), args), Console.Out, Console.Error);
