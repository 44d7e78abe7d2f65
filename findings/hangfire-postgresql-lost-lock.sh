#!/usr/bin/env bash
# One would guess that a distributed lock of Hangfire's PostgreSQL storage ends with the connection that holds it, or at the latest when the
# invisibility timeout gives the job to another worker.
# What happens: the lock is a committed row without an owner. If the connection is lost before it is deleted (a restart of the server is enough),
# Dispose reports nothing, the row stays, and every state change of that job waits until DistributedLockTimeout has passed, ten minutes by
# default, whatever InvisibilityTimeout says. With UseSlidingInvisibilityTimeout the waiting worker even renews its claim, so that no other
# worker takes the job over. Remedy: set DistributedLockTimeout to the time after which a worker counts as dead.
# Versions: Hangfire.PostgreSql 1.21.1, Hangfire.Core 1.8.25, Npgsql 10.0.3; the server is that of Debian's package postgresql.
# Source: a run of this script.
set -euo pipefail
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1) || true
[ -n "$binaries" ] || { echo "needs PostgreSQL: apt-get install postgresql" >&2; exit 2; }
folder=$(mktemp -d)
account=()
if [ "$(id -u)" = 0 ]; then account=(setpriv --reuid=postgres --clear-groups); fi # the server refuses to run as root
server() { (cd / && "${account[@]}" "$binaries/pg_ctl" -D "$folder/server/data" -w -l "$folder/server/log" "$@" >/dev/null); }
trap 'server stop -m immediate || true; rm -rf "$folder"' EXIT

mkdir "$folder/server" "$folder/program"
chmod 755 "$folder"
if [ "$(id -u)" = 0 ]; then chown postgres "$folder/server"; fi
(cd / && "${account[@]}" "$binaries/initdb" -D "$folder/server/data" -U test --auth=trust --no-sync >/dev/null)
server start -o "-c listen_addresses='' -c unix_socket_directories='$folder/server'"

cd "$folder/program"
cat > program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Hangfire.Core" Version="1.8.25" />
    <PackageReference Include="Hangfire.PostgreSql" Version="1.21.1" />
    <PackageReference Include="Npgsql" Version="10.0.3" />
  </ItemGroup>
</Project>
XML
cat > program.cs <<'CS'
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

foreach (var timeout in (TimeSpan?[])[null, TimeSpan.FromSeconds(2)])
{
    var options = new PostgreSqlStorageOptions { InvisibilityTimeout = TimeSpan.FromSeconds(2) };
    if (timeout is { } given) options.DistributedLockTimeout = given;
    var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(args[0], options), options);
    using (var held = storage.GetConnection().AcquireDistributedLock($"lock {timeout}", TimeSpan.FromSeconds(1)))
    {
        using var source = NpgsqlDataSource.Create(args[0] + ";Pooling=false");
        using var command = source.CreateCommand("""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
            """);
        command.ExecuteScalar();
    }
    NpgsqlConnection.ClearAllPools();
    try
    {
        using var again = storage.GetConnection().AcquireDistributedLock($"lock {timeout}", TimeSpan.FromSeconds(15));
        Console.WriteLine($"DistributedLockTimeout {options.DistributedLockTimeout}: free again");
    }
    catch (PostgreSqlDistributedLockException)
    {
        Console.WriteLine($"DistributedLockTimeout {options.DistributedLockTimeout}: still held after 15 s");
    }
}
CS
output=$(dotnet run -v q -- "Host=$folder/server;Username=test;Database=postgres" 2>&1) || { echo "$output"; exit 1; }
"$binaries/postgres" --version
echo "$output"
grep -q '00:10:00: still held after 15 s' <<<"$output" && grep -q '00:00:02: free again' <<<"$output" ||
    { echo "the behavior has changed" >&2; exit 1; }
