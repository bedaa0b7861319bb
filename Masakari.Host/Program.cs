using Masakari.Host.Cli;

Console.SetOut(new StandardOutput(Console.Out));
return await CommandLine.RunAsync(CalledAs.Arguments(CalledAs.Program(), args), Console.Out, Console.Error);
