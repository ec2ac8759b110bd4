// The worker behind the bell: its timer goes on while the tab is hidden.
setInterval(() => postMessage(0), 1000);
