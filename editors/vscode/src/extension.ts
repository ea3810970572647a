// Starts `extlint server` and hands it the C and C++ files of the workspace. All else is the server's.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

function create(): LanguageClient {
    const settings = vscode.workspace.getConfiguration("extlint");
    const server: ServerOptions = {
        command: settings.get<string>("path", "extlint"),
        args: ["server", ...settings.get<string[]>("arguments", [])],
    };
    const options: LanguageClientOptions = {
        documentSelector: [
            { scheme: "file", language: "c" },
            { scheme: "file", language: "cpp" },
        ],
    };
    return new LanguageClient("extlint", "extlint", server, options);
}

async function start(): Promise<void> {
    await stop();
    if (!vscode.workspace.getConfiguration("extlint").get<boolean>("enable", true)) {
        return;
    }
    client = create();
    try {
        await client.start();
    } catch (error) {
        const answer = await vscode.window.showErrorMessage(
            `extlint does not start: ${error instanceof Error ? error.message : String(error)}`,
            "Settings",
        );
        if (answer) {
            await vscode.commands.executeCommand("workbench.action.openSettings", "extlint.path");
        }
    }
}

async function stop(): Promise<void> {
    const old = client;
    client = undefined;
    if (old?.isRunning()) {
        await old.stop();
    }
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    context.subscriptions.push(
        vscode.commands.registerCommand("extlint.restart", start),
        vscode.workspace.onDidChangeConfiguration(async (event) => {
            const ours = ["enable", "path", "arguments"].some((key) => event.affectsConfiguration(`extlint.${key}`));
            if (ours) {
                await start();
            }
        }),
    );
    await start();
}

export async function deactivate(): Promise<void> {
    await stop();
}
