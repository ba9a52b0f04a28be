using Huset.ReportWorker;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, ConvertReport.MostBytes));
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ConvertReport.Complete(context.ProblemDetails));
builder.Services.AddSingleton<LibreOffice>();

var app = builder.Build();
// Without a secret it must not start: whoever reaches it could keep the machine busy.
var secret = new Secret(app.Configuration);
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = fault => fault is BadHttpRequestException bad ? bad.StatusCode : 500 });
app.UseStatusCodePages();
app.MapGet("/health/live", () => "live");
app.MapGet("/health/ready", (LibreOffice office) => office.IsHere ? Results.Text("ready") : Results.Problem("The converter is not installed.", statusCode: 503));
ConvertReport.Map(app, secret);
app.Run();
